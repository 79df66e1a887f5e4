package dev.symbio.gateway;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Symbio until the process is asked to stop. Ends with 2 when a setting is wrong, with 1 when it cannot start, with
 * 3 when its cluster has gone on without it.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTINGS = 2;
    private static final int LEFT_BEHIND = 3;

    private Main() {}

    public static void main(String[] arguments) {
        try {
            Symbio symbio = Symbio.start(Settings.load());
            AtomicBoolean asked = new AtomicBoolean();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                if (asked.compareAndSet(false, true)) {
                                    symbio.close();
                                }
                            },
                            "symbio-stop"));
            symbio.platform().system().getWhenTerminated().thenRun(() -> {
                if (asked.compareAndSet(false, true)) {
                    LOG.error("The cluster has gone on without this node. It ends, to be started again.");
                    System.exit(LEFT_BEHIND);
                }
            });
            LOG.info(
                    "Symbio is ready{}, health and metrics at {}",
                    symbio.forCallers() ? " at " + symbio.url() : " without a public port",
                    symbio.privateUrl());
        } catch (InvalidSettings wrong) {
            LOG.error("{}", wrong.getMessage());
            System.exit(WRONG_SETTINGS);
        } catch (RuntimeException e) {
            LOG.error("Symbio cannot start.", e);
            System.exit(CANNOT_START);
        }
    }
}
