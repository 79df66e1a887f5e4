package dev.symbio.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of this process: who writes, and who is connected. After a write that fails (a full disk, an I/O error) H2 gives
 * the database up for good: every statement fails from then on, while connections still call themselves valid and new ones join
 * it. It is opened anew, with what had been committed, once nobody is connected any more; so all are disconnected then.
 */
final class EmbeddedDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final String H2 = "jdbc:h2:";
    /** SQLSTATE. */
    static final String CONNECTION_FAILURE = "08006";

    /** More than H2 writes when it opens a file. */
    private static final int ROOM_BYTES = 8 << 20;

    /** A file that is smaller is left as it is. */
    private static final long SMALL_FILE_BYTES = 64L << 20;
    /** How much of the file's parts should be in use, in percent. */
    private static final int FILL_PERCENT = 50;
    /** How much that is in use is moved at once; nobody else writes meanwhile. */
    private static final int MOVED_BYTES = 1 << 20;
    /** For so much of the file more is moved each time, while nobody waits to write: what a load has left is cleaned soon after. */
    private static final long FILE_BYTES_PER_MOVE = 512L << 20;

    private static final int MAX_MOVES = 8;

    private final String h2Url;
    /** Whether H2 has given it up since it was last opened. */
    private boolean failed;

    private final Semaphore writer = new Semaphore(1, true);
    private final Set<JdbcConnection> connected = ConcurrentHashMap.newKeySet();

    EmbeddedDatabase(String h2Url) {
        this.h2Url = h2Url;
    }

    /** Held by the transaction that writes. */
    Semaphore writer() {
        return writer;
    }

    synchronized JdbcConnection connect(Properties info) throws SQLException {
        JdbcConnection h2 = open(info);
        if (closeIfGivenUp(h2)) {
            h2 = open(info);
        }
        failed = false;
        return h2;
    }

    private JdbcConnection open(Properties info) throws SQLException {
        requireRoomToOpen();
        JdbcConnection h2 = (JdbcConnection) new org.h2.Driver().connect(h2Url, info);
        if (connected.isEmpty()) {
            try {
                LeftoverCommits.end(h2);
            } catch (RuntimeException failed) {
                closeQuietly(h2);
                throw failed;
            }
        }
        connected.add(h2);
        return h2;
    }

    /** H2 that fails while it opens a file keeps its lock for as long as the process lives: it is let try only when it will do. */
    private void requireRoomToOpen() throws SQLException {
        if (!failed) {
            return;
        }
        FilePath probe = probe();
        try (FileChannel room = probe.open("rw")) {
            for (ByteBuffer left = ByteBuffer.allocate(ROOM_BYTES); left.hasRemaining(); ) {
                room.write(left);
            }
            room.force(true);
        } catch (IOException full) {
            throw new SQLNonTransientConnectionException(
                    "The database cannot be opened anew: " + full, CONNECTION_FAILURE, full);
        } finally {
            try {
                probe.delete();
            } catch (DbException stays) {
                LOG.warn("{} stays", probe, stays);
            }
        }
    }

    /** A file beside the database's own. */
    private FilePath probe() {
        return FilePath.get(h2Url.substring(H2.length(), h2Url.indexOf(';')) + ".probe");
    }

    /**
     * Makes room in the file, some at a time: moves what is still in use out of old parts of which little is; later commits free
     * them. H2 itself does so only with a write delay; without one its file grows with every commit. As one more writer, so that
     * nothing unfinished is written. Blocking.
     */
    void makeRoom() throws InterruptedException {
        Optional<MVStore> open = connected.stream()
                .flatMap(h2 -> store(h2).stream())
                .filter(store -> !store.isClosed())
                .findAny();
        if (open.isEmpty() || open.get().getFileStore().size() < SMALL_FILE_BYTES) {
            return;
        }
        long moves = open.get().getFileStore().size() / FILE_BYTES_PER_MOVE + 1;
        for (int move = 0; move < Math.min(moves, MAX_MOVES); move++) {
            boolean othersWait = move > 0 && writer.hasQueuedThreads();
            if (othersWait || !moveSome(open.get())) {
                return;
            }
        }
    }

    /** @return whether there may be more to move */
    private boolean moveSome(MVStore store) throws InterruptedException {
        if (store.getFileStore().getChunksFillRate() >= FILL_PERCENT || !writer.tryAcquire(1, TimeUnit.SECONDS)) {
            return false;
        }
        try {
            if (store.compact(FILL_PERCENT, MOVED_BYTES)) {
                store.commit();
                NewestPart.tell(store);
                return true;
            }
        } catch (RuntimeException closedMeanwhile) {
            LOG.warn("No room can be made in the database's file", closedMeanwhile);
        } finally {
            writer.release();
        }
        return false;
    }

    /**
     * The connection has committed what it wrote.
     *
     * @throws SQLException if that would not be found again; then all are disconnected, as after a write that fails
     */
    void committed(JdbcConnection h2) throws SQLException {
        Optional<MVStore> open = store(h2).filter(store -> !store.isClosed());
        try {
            open.ifPresent(NewestPart::tell);
        } catch (RuntimeException failed) {
            open.get().closeImmediately();
            closeIfGivenUp(h2);
            throw new SQLNonTransientConnectionException(
                    "What was committed may not be there.", CONNECTION_FAILURE, failed);
        }
    }

    /** Empty when the connection is closed. */
    private static Optional<MVStore> store(JdbcConnection h2) {
        return h2.getSession() instanceof SessionLocal session && !session.isClosed()
                ? Optional.of(session.getDatabase().getStore().getMvStore())
                : Optional.empty();
    }

    void disconnected(JdbcConnection h2) {
        connected.remove(h2);
    }

    /** Disconnects everybody if H2 has given up the database that the connection is to. @return whether it has */
    boolean closeIfGivenUp(JdbcConnection h2) {
        if (!givenUp(h2)) {
            return false;
        }
        disconnectAll();
        return true;
    }

    private synchronized void disconnectAll() {
        int left = 0;
        for (JdbcConnection each : connected) {
            if (givenUp(each)) {
                closeQuietly(each);
                connected.remove(each);
                left++;
            }
        }
        if (left > 0) {
            failed = true;
            LOG.error("The database failed to write and was closed; it is opened anew ({} connections end).", left);
        }
    }

    private static boolean givenUp(JdbcConnection h2) {
        return store(h2).filter(MVStore::isClosed).isPresent();
    }

    private static void closeQuietly(JdbcConnection h2) {
        try {
            h2.close();
        } catch (SQLException itSaysThatTheDatabaseIsClosed) {
            // which is why it is closed
        }
    }
}
