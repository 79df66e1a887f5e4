package dev.symbio.platform.storage;

import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.time.TimestampGenerator;
import com.datastax.oss.driver.internal.core.time.AtomicTimestampGenerator;
import dev.symbio.platform.cluster.Heartbeat;

/**
 * Stamps what a node of a cluster writes to Cassandra, and refuses to once its process stood still: others may have taken over
 * by then. The stamp is taken first and the heart is felt afterwards, so whatever has a stamp has one from before it stood
 * still, however late it arrives, and {@link CassandraFence} shuts it out.
 */
public final class TimestampsWhileAlive implements TimestampGenerator {
    private final AtomicTimestampGenerator micros;

    /** Called by the driver, which reads the class's name from its configuration. */
    public TimestampsWhileAlive(DriverContext context) {
        micros = new AtomicTimestampGenerator(context);
        Heartbeat.ofThisProcess();
    }

    @Override
    public long next() {
        long stamp = micros.next();
        if (Heartbeat.ofThisProcess().stood()) {
            throw new IllegalStateException("This process stood still; it writes nothing to Cassandra any more.");
        }
        return stamp;
    }

    @Override
    public void close() {
        // there is nothing to close
    }
}
