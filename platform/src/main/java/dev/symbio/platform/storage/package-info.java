/**
 * Where things are kept: the profiles, the connection pools, the schema. One storage cell is one database: journal,
 * snapshots and read models together.
 */
package dev.symbio.platform.storage;
