package dev.symbio.gateway;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Stopping;
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
        Stopping stopping = new Stopping();
        // Before anything is there: a node is a member of its cluster, and hosts entities, before it is ready.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopping), "symbio-stop"));
        try {
            Symbio symbio = Symbio.start(Settings.load(), stopping);
            symbio.platform().system().getWhenTerminated().thenRun(() -> {
                if (stopping.ended()) {
                    LOG.error("The cluster has gone on without this node. It ends, to be started again.");
                    System.exit(LEFT_BEHIND);
                }
            });
            LOG.info(
                    "Symbio is ready{}, health and metrics at {}",
                    symbio.forCallers() ? " at " + symbio.url() : " without a public port",
                    symbio.privateUrl());
        } catch (RuntimeException e) {
            // What fails because it is being stopped is nobody's mistake, and the process ends already.
            if (stopping.ended()) {
                System.exit(told(e));
            }
        }
    }

    private static int told(RuntimeException failure) {
        if (failure instanceof InvalidSettings) {
            LOG.error("{}", failure.getMessage());
            return WRONG_SETTINGS;
        }
        LOG.error("Symbio cannot start.", failure);
        return CANNOT_START;
    }

    private static void stop(Stopping stopping) {
        if (stopping.ask()) {
            LOG.info("Symbio has stopped in order.");
        }
    }
}
