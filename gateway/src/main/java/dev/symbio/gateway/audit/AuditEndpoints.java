package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The reading side of audit: who did what, what changed, and what came of it. */
public final class AuditEndpoints {
    private AuditEndpoints() {}

    /**
     * @param kindNames all kinds of entities that there are
     * @param shared kinds with endpoints of their own for their histories
     * @param own kinds without
     */
    public static List<Endpoint<?>> of(
            Platform platform,
            Cursors cursors,
            List<String> kindNames,
            List<Audited<?, ?>> shared,
            List<OwnKind<?, ?>> own) {
        AuditedKinds kinds = new AuditedKinds(
                Stream.<Audited<?, ?>>concat(shared.stream(), own.stream()).toList(), platform);
        List<Endpoint<?>> all = new ArrayList<>(List.of(
                new TrailEndpoints(
                                platform.auditTrail(),
                                kinds,
                                kindNames,
                                cursors,
                                platform.openings(),
                                platform.blocking())
                        .endpoint(),
                new CauseEndpoints(platform.auditTrail(), platform.effects(), kinds, kindNames, platform.blocking())
                        .endpoint(),
                new DifferenceEndpoints(kinds, new AsOf(platform), platform.blocking()).endpoint()));
        all.addAll(new HistoryEndpoints(own, platform, cursors).endpoints());
        return all;
    }
}
