package dev.symbio.gateway;

import dev.symbio.contracts.notification.Tellings;
import dev.symbio.platform.audit.Import;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.personal.KeyTransfer;
import dev.symbio.platform.runtime.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes an export into a system that does not run. Neither webhooks nor mail, deadlines nor processes are started: what the
 * imported events would make them send was sent where the export comes from, and is settled before Symbio can be started.
 */
public final class Importing {
    private Importing() {}

    /**
     * The exports of one system, one for each tenant.
     *
     * @param trusted under which the signatures of the exports have to hold
     * @param dataKeys file with the keys of personal data, from where the exports come from; null: all of it is read as redacted
     * @param progress told the number of events that were written
     * @throws dev.symbio.platform.audit.ImportRefused if an export does not hold or the system is not empty; those before it are
     *     imported
     */
    public static List<Import.Report> run(
            Settings settings, Clock clock, List<Path> files, TrustedKeys trusted, Path dataKeys, LongConsumer progress)
            throws IOException {
        Platform platform = Platform.startSilent(settings, clock, Symbio.FEATURES);
        try {
            if (dataKeys != null) {
                KeyTransfer.take(platform.dataKeys(), dataKeys);
            }
            List<Import.Report> reports = new ArrayList<>();
            for (Path file : files) {
                reports.add(platform.importer(List.of((sql, tenant, at) -> Tellings.settleAsHistory(sql)))
                        .run(file, trusted, progress));
            }
            return reports;
        } finally {
            platform.stop();
        }
    }
}
