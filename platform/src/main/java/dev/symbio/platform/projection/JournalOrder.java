package dev.symbio.platform.projection;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * In which order a journal's events become visible for good. A reader that has come to a place must find everything before
 * it there already, or it would skip what appears later.
 */
public enum JournalOrder {
    /** One process writes in one stream: numbers become visible in order. */
    BY_NUMBER {
        @Override
        String after() {
            return "\"ordering\" > :number";
        }

        @Override
        String transaction() {
            return "0";
        }

        @Override
        String columns() {
            return "\"kind\", \"ordering\"";
        }

        @Override
        Query bind(Query query, Place place) {
            return query.bind("number", place.number());
        }

        @Override
        Object offset(Place place) {
            return place.number();
        }

        @Override
        Place place(Object offset) {
            return new Place(0, (Long) offset);
        }

        @Override
        Place stored(String offset) {
            return place(Long.valueOf(offset));
        }

        @Override
        void awaitDurable(Handle sql) {
            // It locks nothing, but waits for its turn to write: until whoever writes now has committed, or has failed,
            // which ends this connection, too.
            sql.createQuery("select 1 from akka_projection_offset_store where projection_name = '' for update")
                    .mapTo(Integer.class)
                    .findOne();
        }
    },
    /**
     * Many write at once, on PostgreSQL: what is visible is read only up to the oldest transaction that still runs. All that
     * was written by older ones is there; nothing that comes later can sort before it.
     */
    BY_TRANSACTION {
        @Override
        String after() {
            return "(\"tx\", \"ordering\") > (cast(cast(:transaction as text) as xid8), :number)"
                    + " and \"tx\" < pg_snapshot_xmin(pg_current_snapshot())";
        }

        @Override
        String transaction() {
            // with a name of its own: PostgreSQL would sort by the result if that were called tx, and read all to do so
            return "cast(cast(\"tx\" as text) as bigint) as written_by";
        }

        @Override
        String columns() {
            return "\"kind\", \"tx\", \"ordering\"";
        }

        @Override
        Query bind(Query query, Place place) {
            return query.bind("transaction", place.transaction()).bind("number", place.number());
        }

        @Override
        Object offset(Place place) {
            return place.transaction() + ":" + place.number();
        }

        @Override
        Place place(Object offset) {
            String text = (String) offset;
            int colon = text.indexOf(':');
            return new Place(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        }

        @Override
        Place stored(String offset) {
            return place(offset);
        }

        @Override
        void awaitDurable(Handle sql) {
            // what PostgreSQL shows is on disk
        }
    };

    /**
     * A place in the journal.
     *
     * @param transaction that wrote the event; 0 where it does not matter
     * @param number of the event
     */
    record Place(long transaction, long number) implements Comparable<Place> {
        static final Place START = new Place(0, 0);

        @Override
        public int compareTo(Place other) {
            int byTransaction = Long.compare(transaction, other.transaction);
            return byTransaction != 0 ? byTransaction : Long.compare(number, other.number);
        }
    }

    /** Whether several processes follow the journal. */
    boolean shared() {
        return this == BY_TRANSACTION;
    }

    /** SQL: the events after the place that {@link #bind} names and that are visible for good. */
    abstract String after();

    /** SQL: the number of the transaction that wrote an event. */
    abstract String transaction();

    /**
     * SQL: the columns to sort by. The kind is one although it is always the same: only so does H2 see that its index is in
     * that order. Without it every look reads and sorts all events that are left.
     */
    abstract String columns();

    abstract Query bind(Query query, Place place);

    /** How the place is kept as a projection's offset. */
    abstract Object offset(Place place);

    abstract Place place(Object offset);

    /** The same, from the text in the table of offsets. */
    abstract Place stored(String offset);

    /**
     * Returns when what the handle has just read is on disk. H2 shows a commit before it has written it, and one that cannot be
     * written never was.
     */
    abstract void awaitDurable(Handle sql);
}
