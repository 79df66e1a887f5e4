package dev.symbio.platform.storage;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.jdbc.journal.JdbcAsyncWriteJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.typesafe.config.Config;
import dev.symbio.platform.entity.StoredEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The JDBC plugin's journal with another way of writing, for a database with one writer: one thread takes whatever waits and
 * writes it in one transaction. The plugin's own way passes each write through two streams and six futures, which on a small
 * machine cost several times the insert. Reading, and the table, are the plugin's. See docs/adr/0003.
 *
 * <p>A write is answered when its transaction has been committed. If that fails, all of its writes have failed: none is there.
 */
public final class GroupCommitJournal extends JdbcAsyncWriteJournal {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitJournal.class);
    private static final int MAX_WRITES = 400;
    private static final String INSERT = "insert into \"event_journal\" (\"deleted\", \"persistence_id\","
            + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_ser_id\","
            + " \"event_ser_manifest\", \"event_payload\") values (false, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Akka takes the empty list for it. */
    private static final scala.collection.immutable.Seq<Try<BoxedUnit>> ALL_WRITTEN =
            CollectionConverters.asScala(List.<Try<BoxedUnit>>of()).toSeq();

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    /** The last one in the queue. */
    private final Waiting stop = new Waiting(List.of(), Promise$.MODULE$.apply());
    /** By entity, its newest write: an entity that starts anew reads what is there only after it. */
    private final Map<String, Future<?>> unfinished = new ConcurrentHashMap<>();

    private final Serialization serialization;
    private final String url;
    private final String user;
    private final String password;
    private Connection connection;
    private PreparedStatement insert;

    /** What Akka asked for at once, for one entity or several. */
    private record Waiting(List<Row> rows, Promise<scala.collection.immutable.Seq<Try<BoxedUnit>>> written) {}

    private record Row(PersistentRepr event, int serializer, String manifest, byte[] bytes) {}

    /** Made by Akka. @param config of the plugin */
    public GroupCommitJournal(Config config) {
        super(config);
        serialization = SerializationExtension.get(context().system());
        Config database = context().system().settings().config().getConfig(JournalPool.SLICK + "db");
        url = database.getString("url");
        user = database.getString("user");
        password = database.getString("password");
        Thread writer = new Thread(this::write, "symbio-journal");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public Future<scala.collection.immutable.Seq<Try<BoxedUnit>>> asyncWriteMessages(
            scala.collection.immutable.Seq<AtomicWrite> writes) {
        Waiting waiting = new Waiting(new ArrayList<>(), Promise$.MODULE$.apply());
        for (AtomicWrite write : CollectionConverters.asJava(writes)) {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                waiting.rows().add(row(event));
            }
            unfinished.put(write.persistenceId(), waiting.written().future());
        }
        queue.add(waiting);
        return waiting.written().future();
    }

    private Row row(PersistentRepr event) {
        Serializer serializer = serialization.findSerializerFor(event.payload());
        return new Row(
                event,
                serializer.identifier(),
                Serializers.manifestFor(serializer, event.payload()),
                serializer.toBinary(event.payload()));
    }

    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
        Future<?> last = unfinished.get(persistenceId);
        return last == null
                ? super.asyncReadHighestSequenceNr(persistenceId, from)
                : last.transformWith(
                        done -> super.asyncReadHighestSequenceNr(persistenceId, from),
                        context().dispatcher());
    }

    private void write() {
        List<Waiting> group = new ArrayList<>();
        do {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (group.get(0) != stop) {
                answer(group, failureOfWriting(group));
            }
        } while (!group.contains(stop));
        close();
    }

    /**
     * Writes the group, and what comes while it waits for its turn to write goes along with it.
     *
     * @return null when all is written; whatever fails, this thread has to live on
     */
    private Throwable failureOfWriting(List<Waiting> group) {
        try {
            if (connection == null || connection.isClosed()) {
                connection = DriverManager.getConnection(url, user, password);
                connection.setAutoCommit(false);
                insert = connection.prepareStatement(INSERT);
            }
            int written = 0;
            do {
                queue.drainTo(group, MAX_WRITES - group.size());
                for (Waiting waiting : group.subList(written, group.size())) {
                    for (Row row : waiting.rows()) {
                        bind(row);
                    }
                }
                written = group.size();
                insert.executeBatch();
            } while (!queue.isEmpty() && written < MAX_WRITES);
            connection.commit();
            return null;
        } catch (Throwable failure) {
            LOG.error("{} writes to the journal failed", group.size(), failure);
            close();
            return failure;
        }
    }

    private void bind(Row row) throws SQLException {
        insert.setString(1, row.event().persistenceId());
        insert.setLong(2, row.event().sequenceNr());
        insert.setString(3, row.event().writerUuid());
        insert.setLong(
                4, ((StoredEvent) row.event().payload()).meta().recordedAt().toEpochMilli());
        insert.setString(5, row.event().manifest());
        insert.setInt(6, row.serializer());
        insert.setString(7, row.manifest());
        insert.setBytes(8, row.bytes());
        insert.addBatch();
    }

    private void answer(List<Waiting> group, Throwable failure) {
        for (Waiting waiting : group) {
            waiting.rows()
                    .forEach(row -> unfinished.remove(
                            row.event().persistenceId(), waiting.written().future()));
            if (failure == null) {
                waiting.written().success(ALL_WRITTEN);
            } else {
                waiting.written().failure(failure);
            }
        }
    }

    /** After a failure what the connection holds is unknown; the next group takes a new one. */
    private void close() {
        try (Connection given = connection) {
            if (given != null) {
                given.rollback();
            }
        } catch (SQLException alreadyGone) {
            LOG.debug("The journal's connection does not close", alreadyGone);
        }
        connection = null;
    }

    @Override
    public void postStop() {
        queue.add(stop);
        super.postStop();
    }
}
