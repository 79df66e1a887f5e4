package dev.symbio.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
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
        requireRoomToOpen();
        JdbcConnection h2 = (JdbcConnection) new org.h2.Driver().connect(h2Url, info);
        connected.add(h2);
        if (closeIfGivenUp(h2)) {
            requireRoomToOpen();
            h2 = (JdbcConnection) new org.h2.Driver().connect(h2Url, info);
            connected.add(h2);
        }
        failed = false;
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
        return h2.getSession() instanceof SessionLocal session
                && !session.isClosed()
                && session.getDatabase().getStore().getMvStore().isClosed();
    }

    private static void closeQuietly(JdbcConnection h2) {
        try {
            h2.close();
        } catch (SQLException itSaysThatTheDatabaseIsClosed) {
            // which is why it is closed
        }
    }
}
