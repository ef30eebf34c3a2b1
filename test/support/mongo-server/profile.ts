/**
 * Which server this is: Atlas Local (mongod with mongot), a replica set without mongot, or FerretDB on DocumentDB,
 * whose codes and messages were taken from a running one.
 */
export type Profile = 'atlas-local' | 'plain' | 'documentdb';
