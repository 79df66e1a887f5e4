/**
 * Where things are kept: the profiles, the connection pools, the schema. On H2 and PostgreSQL journal, snapshots and
 * read models are together in one database; on Cassandra journal and snapshots are there and read models in PostgreSQL.
 * On H2 one thread writes the journal ({@link dev.symbio.platform.storage.GroupCommitJournal}), a database that has failed
 * to write is opened anew, and its file makes room again ({@link dev.symbio.platform.storage.OneWriterDriver}). What H2 itself
 * would lose or leave half done when the process is killed is mended by {@code NewestPart} and {@code LeftoverCommits}. What a
 * node that is gone has left behind is dealt with here too: transactions that stay open, and rows that arrive late.
 */
package dev.symbio.platform.storage;
