package dev.symbio.platform.storage;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import dev.symbio.platform.config.CassandraSettings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the journal in Cassandra can be read as it must be: by as many of its nodes as the settings ask for. */
public final class CassandraProbe {
    private static final String PLUGIN = "akka.persistence.cassandra";
    private static final long ANSWER_SECONDS = 2;

    private CassandraProbe() {}

    /** Blocking. */
    public static boolean answers(ActorSystem<?> system, CassandraSettings settings) {
        try {
            return CassandraSessionRegistry.get(Adapter.toClassic(system))
                    .sessionFor(PLUGIN)
                    .selectOne("select version from " + settings.keyspace() + ".symbio_schema where name = 'journal'")
                    .toCompletableFuture()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .isPresent();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException noAnswer) {
            return false;
        }
    }
}
