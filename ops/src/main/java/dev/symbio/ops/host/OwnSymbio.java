package dev.symbio.ops.host;

import dev.symbio.gateway.Symbio;
import dev.symbio.platform.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A platform within this process, in a temporary directory, gone when closed. */
public final class OwnSymbio implements AutoCloseable {
    /** Health and metrics are so far above the public port. */
    private static final int PRIVATE_PORT_OFFSET = 1_010;

    private final TemporaryDirectory directory;
    private final Symbio symbio;

    private OwnSymbio(TemporaryDirectory directory, Symbio symbio) {
        this.directory = directory;
        this.symbio = symbio;
    }

    /** On ports that nobody uses. */
    public static OwnSymbio inTemporaryDirectory() {
        return inTemporaryDirectory(0);
    }

    /**
     * On this port.
     *
     * @throws dev.symbio.platform.config.InvalidSettings when the port is taken
     */
    public static OwnSymbio inTemporaryDirectory(int port) {
        TemporaryDirectory directory = TemporaryDirectory.create();
        try {
            return new OwnSymbio(directory, start(directory.path(), port));
        } catch (RuntimeException notStarted) {
            directory.close();
            throw notStarted;
        }
    }

    private static Symbio start(Path directory, int port) {
        return Symbio.start(Settings.load(Map.of(
                "symbio.profile",
                "embedded",
                "symbio.data-dir",
                directory.toString(),
                "symbio.http.port",
                port,
                "symbio.http.private-port",
                port == 0 ? 0 : port + PRIVATE_PORT_OFFSET)));
    }

    public URI url() {
        return symbio.url();
    }

    public URI privateUrl() {
        return symbio.privateUrl();
    }

    /** Stops in order, even when the calling thread is interrupted, as by Ctrl-C. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            symbio.close();
        } finally {
            directory.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
