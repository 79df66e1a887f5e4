package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.process.Step;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.runtime.Tally;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A platform with tallies, where what is added to the tally "source" is also added to "target". */
final class AuditedPlatform implements AutoCloseable {
    static final TenantId ACME = new TenantId("acme");

    private static final Process<Tally.Event> PASSED_ON = Process.of("passed-on", Tally.KIND)
            .on(
                    Tally.Added.class,
                    (sql, recorded) -> recorded.meta().entity().id().equals("source")
                            ? List.of(new Step(
                                    tally("target"),
                                    new Tally.Add(recorded.event().number()),
                                    Principal.system(ACME)))
                            : List.of())
            .build();

    static final List<Feature> FEATURES =
            List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection()), List.of(PASSED_ON)));

    final Platform platform;
    private final TenantId tenant;

    private AuditedPlatform(Platform platform, TenantId tenant) {
        this.platform = platform;
        this.tenant = tenant;
    }

    static AuditedPlatform live(Path dataDir) {
        return live(settings(dataDir));
    }

    static AuditedPlatform live(Map<String, Object> settings) {
        return new AuditedPlatform(Platform.start(Settings.load(settings), Clock.systemUTC(), FEATURES), ACME);
    }

    static AuditedPlatform silent(Path dataDir) {
        return new AuditedPlatform(
                Platform.startSilent(Settings.load(settings(dataDir)), Clock.systemUTC(), FEATURES), ACME);
    }

    private static Map<String, Object> settings(Path dataDir) {
        return Map.of("symbio.data-dir", dataDir.toString());
    }

    /** The same platform, for another tenant. */
    AuditedPlatform of(TenantId other) {
        return new AuditedPlatform(platform, other);
    }

    static EntityRef tally(String id) {
        return new EntityRef("tally", ACME, id);
    }

    private EntityRef own(String id) {
        return new EntityRef("tally", tenant, id);
    }

    void send(String id, Tally.Command command, String key) {
        assertThat(answer(id, command, key)).isInstanceOf(Reply.Accepted.class);
    }

    Reply answer(String id, Tally.Command command, String key) {
        CommandMeta meta = new CommandMeta(key, key, Principal.of("ann", tenant), "request-" + key, null, null);
        return platform.entities()
                .send(own(id), command, meta)
                .toCompletableFuture()
                .join();
    }

    void add(String id, int from, int to) {
        for (int i = from; i < to; i++) {
            send(id, new Tally.Add(i), "c" + i);
        }
    }

    Tally state(String id) {
        return platform.entities()
                .state(Tally.KIND, own(id))
                .toCompletableFuture()
                .join()
                .state();
    }

    long seq(String id) {
        return platform.entities()
                .state(Tally.KIND, own(id))
                .toCompletableFuture()
                .join()
                .seq();
    }

    /** As soon as so many events of the tenant are known. */
    Checkpoint.Signed checkpoint(int events) {
        await().atMost(Duration.ofSeconds(20)).until(() -> known() == events);
        return platform.checkpoints().make(tenant).orElseThrow();
    }

    private long known() {
        return platform.sql().withHandle(handle -> ChainHeads.of(handle, tenant).stream()
                .mapToLong(ChainHead::seq)
                .sum());
    }

    /** What the check finds of the tenant. */
    List<String> findings(JournalPlaces places) {
        JournalCheck check =
                new JournalCheck(places, TrustedKeys.of(platform.checkpoints().key()), step -> {});
        return check.run().findings().stream()
                .map(JournalCheck.Finding::toString)
                .filter(finding ->
                        finding.contains("/" + tenant + ".") || finding.matches("tenant " + tenant + "[,:].*"))
                .toList();
    }

    List<String> export(long checkpoint) {
        List<String> lines = new ArrayList<>();
        Export export = platform.export(tenant, checkpoint);
        for (List<ExportLine> next = export.next(); !next.isEmpty(); next = export.next()) {
            next.forEach(line -> lines.add(line.text()));
        }
        return lines;
    }

    static Verifier.Report verify(List<String> lines, PublicSigningKey key, Checkpoint.Signed... kept) {
        try {
            return new Verifier(key, List.of(kept)).verify(new StringReader(String.join("\n", lines) + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path copyOf(Path dataDir, Path to) {
        try {
            Files.createDirectories(to);
            for (String file : List.of("symbio.mv.db", "audit-signing.key", "data-master.key")) {
                Files.copy(dataDir.resolve(file), to.resolve(file));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Map<String, Object>> rows(String query) {
        return platform.sql()
                .withHandle(handle -> handle.createQuery(query).mapToMap().list());
    }

    @Override
    public void close() {
        platform.stop();
    }
}
