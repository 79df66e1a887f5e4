package dev.symbio.gateway;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Symbio until the process is asked to stop. Ends with 2 when a setting is wrong, with 1 when it cannot start. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTINGS = 2;

    private Main() {}

    public static void main(String[] arguments) {
        try {
            Symbio symbio = Symbio.start(Settings.load());
            Runtime.getRuntime().addShutdownHook(new Thread(symbio::close, "symbio-stop"));
            LOG.info("Symbio is ready at {}, health and metrics at {}", symbio.url(), symbio.privateUrl());
        } catch (InvalidSettings wrong) {
            LOG.error("{}", wrong.getMessage());
            System.exit(WRONG_SETTINGS);
        } catch (RuntimeException e) {
            LOG.error("Symbio cannot start.", e);
            System.exit(CANNOT_START);
        }
    }
}
