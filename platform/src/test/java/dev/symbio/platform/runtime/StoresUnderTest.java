package dev.symbio.platform.runtime;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Empty stores of one profile, and what somebody can do to them behind the platform's back. */
public interface StoresUnderTest extends AutoCloseable {
    /** Settings that lead to them. */
    Map<String, Object> settings();

    /** Called with the read store of the platform that runs on them, since H2 lets nobody else in. */
    void opened(Jdbi readStore);

    void flipByteOfEvent(String persistenceId, long seq);

    void dropEvent(String persistenceId, long seq);

    /** The events remain, each at the other's place. */
    void swapEvents(String persistenceId, long one, long other);

    void breakSnapshots();

    /** All that the one has become the other's. */
    void giveSnapshotsOf(String persistenceId, String to);

    int snapshots(String persistenceId);

    @Override
    void close();
}
