/** All that the worked example tells of a statement, and where it is marked. `counting` false asks for other layers. */
export const STATEMENTS = `query ($document: String!, $counting: Boolean = true) {
  project(slug: "abe-kim-2018") { document(slug: $document) {
    text publishedOn language author { slug }
    statements(first: 50, orderBy: CREATED, filter: { counting: $counting }) { totalCount edges { node {
      id layer { kind }
      speaker { slug } onBehalfOf { slug } addressees { slug } toward { slug } saidAt { slug }
      attributionType speechAct certainty asserted reportedIn { id } saidOnGiven saidOn saidOnOrigin
      stance issue { slug } event { slug }
      attribution { intermediaries { slug } }
      conditions { operator antecedents { id } } reasons { operator antecedents { id } }
      annotations { totalCount edges { node { ranges { start end exact } } } }
    } } }
  } }
}`;

export const EVENTS = `{
  project(slug: "abe-kim-2018") {
    events(first: 100) { totalCount edges { node {
      slug status date place typeScheme typeCode parent { slug } participants { role actor { slug } }
    } } }
    document(slug: "summit-briefing-2018") {
      annotations(first: 100) { totalCount edges { node { body { ... on Event { slug } } } } }
    }
  }
}`;

export const POSITIONS = `query ($actor: String!, $asOf: Date, $scope: PositionScope, $attribution: AttributionFilter) {
  project(slug: "abe-kim-2018") { actor(slug: $actor) {
    positions(asOf: $asOf, scope: $scope, attribution: $attribution) { totalCount edges { node {
      issue { slug } stance meanStance statementCount conditional
    } } }
  } }
}`;
