import { Binary, ObjectId } from 'mongodb';
import { CommandError } from './errors.ts';
import { type Doc, isDoc, keyOf } from './values.ts';

type Check = (value: unknown) => boolean;

/**
 * Compiles the part of `$jsonSchema` that validators need: bsonType, required, properties, additionalProperties, items,
 * enum, minimum, maximum, minLength, maxLength, pattern.
 *
 * @throws CommandError `FailedToParse` for any other keyword
 */
export function compileSchema(schema: Doc): Check {
  const checks = Object.entries(schema).map(([keyword, argument]) => compileKeyword(keyword, argument, schema));
  return (value) => checks.every((check) => check(value));
}

function compileKeyword(keyword: string, argument: unknown, schema: Doc): Check {
  switch (keyword) {
    case 'title':
    case 'description':
      return () => true;
    case 'bsonType': {
      const types = [argument].flat();
      return (value) => types.some((type) => isOfType(value, String(type)));
    }
    case 'required': {
      const names = [argument].flat().map(String);
      return (value) => !isDoc(value) || names.every((name) => name in value);
    }
    case 'properties': {
      const checks = Object.entries(isDoc(argument) ? argument : {}).map(
        ([name, sub]) => [name, compileSchema(isDoc(sub) ? sub : {})] as const,
      );
      return (value) => !isDoc(value) || checks.every(([name, check]) => !(name in value) || check(value[name]));
    }
    case 'additionalProperties': {
      const names = new Set(Object.keys(isDoc(schema['properties']) ? schema['properties'] : {}));
      const check = isDoc(argument) ? compileSchema(argument) : () => argument === true;
      return (value) => !isDoc(value) || Object.keys(value).every((name) => names.has(name) || check(value[name]));
    }
    case 'items': {
      const check = compileSchema(isDoc(argument) ? argument : {});
      return (value) => !Array.isArray(value) || value.every(check);
    }
    case 'enum': {
      const keys = new Set([argument].flat().map(keyOf));
      return (value) => keys.has(keyOf(value));
    }
    case 'minimum':
      return (value) => typeof value !== 'number' || value >= Number(argument);
    case 'maximum':
      return (value) => typeof value !== 'number' || value <= Number(argument);
    case 'minLength':
      return (value) => typeof value !== 'string' || [...value].length >= Number(argument);
    case 'maxLength':
      return (value) => typeof value !== 'string' || [...value].length <= Number(argument);
    case 'pattern': {
      const pattern = new RegExp(String(argument), 'u');
      return (value) => typeof value !== 'string' || pattern.test(value);
    }
    default:
      throw new CommandError(9, `Unknown $jsonSchema keyword: ${keyword}`);
  }
}

// int64 arrives as a number, so `long` can't be told from `int` below 2^31, nor from `double` above.
function isOfType(value: unknown, type: string): boolean {
  const isInt32 = Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
  switch (type) {
    case 'object':
      return isDoc(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'date':
      return value instanceof Date;
    case 'null':
      return value === null;
    case 'objectId':
      return value instanceof ObjectId;
    case 'binData':
      return value instanceof Binary;
    case 'int':
      return isInt32;
    case 'long':
      return Number.isInteger(value);
    case 'double':
      return typeof value === 'number' && !isInt32;
    case 'number':
      return typeof value === 'number';
    default:
      throw new CommandError(2, `Unknown type name alias: ${type}`);
  }
}
