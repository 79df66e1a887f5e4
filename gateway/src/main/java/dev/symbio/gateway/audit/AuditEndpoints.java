package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.platform.runtime.Platform;
import java.util.List;

/** The reading side of audit: who did what, what changed, and what came of it. */
public final class AuditEndpoints {
    private AuditEndpoints() {}

    /** @param kindNames all kinds of entities that there are */
    public static List<Endpoint<?>> of(
            Platform platform, Cursors cursors, List<String> kindNames, List<Audited<?, ?>> audited) {
        AuditedKinds kinds = new AuditedKinds(audited, platform);
        return List.of(
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
                new DifferenceEndpoints(kinds, new AsOf(platform), platform.blocking()).endpoint());
    }
}
