import {
  ConflictError,
  DomainError,
  type ErrorCode as Code,
  type Fault as FaultShape,
} from '../protocol/errors.ts';
import { builder } from './builder.ts';
import { stubOf } from './stub.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What kind of fault it is.',
  values: {
    NOT_FOUND: { description: 'Something named is not there, or not for this reader.' },
    FORBIDDEN: { description: 'This reader or writer may not do that.' },
    INVALID: { description: 'The input breaks a rule; the message says which and what to do.' },
    CONFLICT: { description: 'Somebody else changed it first, or the name or key is taken.' },
    LIMIT: { description: 'A limit was reached; the message says which and how large it is.' },
    UNAUTHENTICATED: { description: 'Nobody is signed in, and that needs somebody.' },
    UNAVAILABLE: { description: 'The service cannot do that just now; try again.' },
  } satisfies Record<Code, object>,
});

const Fault = builder.objectRef<FaultShape>('Fault').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description:
        'Where in the input, list positions counted from 0: ["ranges", "0", "start"]. Empty: the input as a whole.',
    }),
    code: t.expose('code', { type: ErrorCode, description: 'What kind of fault it is.' }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, in a sentence.' }),
  }),
});

const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'What a mutation gives when nothing was written.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'The code that all faults share, else INVALID.' }),
    message: t.exposeString('message', {
      description: 'The first faults in sentences; all of them, each with its path, are in `faults`.',
    }),
    faults: t.field({
      type: [Fault],
      description: 'Every fault that was found in the input.',
      resolve: (error) => [...error.faults],
    }),
  }),
});

builder.objectType(DomainError, {
  name: 'InputError',
  description: 'The input was at fault; nothing was written.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof DomainError && !(value instanceof ConflictError),
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description: 'Somebody else was first; nothing was written.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof ConflictError,
  fields: (t) => ({
    current: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The subject as it stands now, where it is known and still there.',
      resolve: (error) => error.current && stubOf(error.current),
    }),
  }),
});

/** The errors that every mutation can give. */
export const mutationErrors = { types: [ConflictError, DomainError] };
