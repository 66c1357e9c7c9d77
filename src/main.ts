console.log("demarche")
