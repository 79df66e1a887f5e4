package dev.symbio.platform.projection;

import dev.symbio.platform.projection.JournalOrder.Place;
import org.jdbi.v3.core.Handle;

/**
 * Whose turn it is to digest. For a moment two nodes can run one projection: the first stood still or was cut off, the others
 * went on without it, and it comes back. They take turns, transaction by transaction, and the one that has been overtaken
 * finds that out before it writes anything.
 *
 * @param name of the projection
 * @param key of its offset
 */
record Turn(String name, String key, JournalOrder order) {
    /** Another instance has changed the offset. This one fails and starts again from where the offset is. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken(String message) {
            super(message);
        }
    }

    /**
     * Waits until nobody else digests, and keeps it so until the end of the transaction. Has to come first in it: the
     * projection's new offset is stored before its events are digested.
     *
     * @return up to where events have been digested; the start when none have been
     */
    Place take(Handle sql) {
        if (order.shared()) {
            takeAlone(sql, name + "|" + key);
        }
        // In one process a stream that starts again may find the transaction of the one before it still under way. The
        // lock on the row, or in its absence the embedded database's one writer, waits for it.
        return sql.createQuery("select current_offset from akka_projection_offset_store where projection_name = :name"
                        + " and projection_key = :key" + (order.shared() ? "" : " for update"))
                .bind("name", name)
                .bind("key", key)
                .mapTo(String.class)
                .findOne()
                .map(order::stored)
                .orElse(Place.START);
    }

    /**
     * @param after which place the stream was about to digest
     * @throws Overtaken if events have been digested up to another place: by another stream, or to none because the read model
     *     is being rebuilt
     */
    void require(Place digested, Place after) {
        if (!digested.equals(after)) {
            throw new Overtaken(name + ": events are digested up to " + digested
                    + ", but this stream was about to go on after " + after + ".");
        }
    }

    /** PostgreSQL's own lock, which goes with the transaction, and with the connection of a node that is gone. */
    static void takeAlone(Handle sql, String what) {
        sql.createQuery("select cast(pg_advisory_xact_lock(hashtextextended(:what, 0)) as text)")
                .bind("what", what)
                .mapTo(String.class)
                .one();
    }
}
