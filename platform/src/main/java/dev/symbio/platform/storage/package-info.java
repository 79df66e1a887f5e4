/**
 * Where things are kept: the profiles, the connection pools, the schema. On H2 and PostgreSQL journal, snapshots and
 * read models are together in one database; on Cassandra journal and snapshots are there and read models in PostgreSQL.
 */
package dev.symbio.platform.storage;
