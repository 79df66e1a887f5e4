package dev.symbio.ops.host;

import java.net.URI;

/** A platform of one's own, in a temporary directory, gone when closed. */
public final class OwnSymbio implements AutoCloseable {
    private final TemporaryDirectory directory;
    private final ChildSymbio symbio;

    private OwnSymbio(TemporaryDirectory directory, ChildSymbio symbio) {
        this.directory = directory;
        this.symbio = symbio;
    }

    /** On ports that nobody uses. */
    public static OwnSymbio inTemporaryDirectory() throws InterruptedException {
        TemporaryDirectory directory = TemporaryDirectory.create();
        try {
            return new OwnSymbio(directory, ChildSymbio.start(directory.path()));
        } catch (RuntimeException | InterruptedException notStarted) {
            directory.close();
            throw notStarted;
        }
    }

    public static OwnSymbio inTemporaryDirectory(int port) throws InterruptedException {
        return inTemporaryDirectory();
    }

    public URI url() {
        return symbio.url();
    }

    public URI privateUrl() {
        return symbio.privateUrl();
    }

    @Override
    public void close() {
        symbio.close();
        directory.close();
    }
}
