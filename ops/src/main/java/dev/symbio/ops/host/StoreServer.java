package dev.symbio.ops.host;

import dev.symbio.servers.RealCassandra;
import dev.symbio.servers.RealPostgres;

/** A store's server as something that can be hurt. */
public interface StoreServer {
    /** As {@code kill -9} does, of all its processes. */
    void kill() throws InterruptedException;

    /** Starts it again on what it has stored, where it was; returns when it takes connections. */
    void restart() throws InterruptedException;

    static StoreServer of(RealPostgres postgres) {
        return new StoreServer() {
            @Override
            public void kill() {
                postgres.kill();
            }

            @Override
            public void restart() {
                postgres.restart();
            }
        };
    }

    static StoreServer of(RealCassandra cassandra) {
        return new StoreServer() {
            @Override
            public void kill() throws InterruptedException {
                cassandra.stop();
            }

            @Override
            public void restart() throws InterruptedException {
                cassandra.restart();
            }
        };
    }
}
