package dev.symbio.ops.bench;

import java.io.IOException;

/** A client that posts on a connection of its own and stops the benchmark at the first refusal. */
abstract class Posting implements Load.Worker {
    private final LeanConnection connection;

    Posting(LeanConnection connection) {
        this.connection = connection;
    }

    abstract long postNext() throws IOException;

    @Override
    public final long work() throws IOException {
        return postNext();
    }

    /** @return 1 */
    long post(String path, String key, byte[] json) throws IOException {
        int status = connection.post(path, key, json);
        if (status < 200 || status > 299) {
            throw new IllegalStateException(path + " was answered with " + status + " " + connection.text());
        }
        return 1;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
