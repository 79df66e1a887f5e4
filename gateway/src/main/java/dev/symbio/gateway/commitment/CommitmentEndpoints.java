package dev.symbio.gateway.commitment;

import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;

/** All endpoints about value commitments. */
public final class CommitmentEndpoints {
    private static final String MAX_PROMISES = "commitments.max-promises";
    private static final int MOST_PROMISES = 50;

    private CommitmentEndpoints() {}

    /** How they are told to auditors. */
    public static Audited<?, ?> audited(Platform platform) {
        return new CommitmentAudit(new Commitments(EntitiesAsSeen.of(platform)));
    }

    public static List<Endpoint<?>> of(Platform platform, Cursors cursors) {
        Commitments commitments = new Commitments(EntitiesAsSeen.of(platform));
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new DraftingEndpoints(commitments, maxPromises(platform)).endpoints());
        all.addAll(new TrackingEndpoints(commitments, new Intake(platform.system())).endpoints());
        all.addAll(new CommitmentReadEndpoints(commitments, platform, cursors).endpoints());
        all.addAll(new VerdictEndpoints(commitments, platform.sql(), cursors, platform.blocking()).endpoints());
        all.add(new RecomputationEndpoint(commitments, platform).endpoint());
        all.addAll(new CommitmentListEndpoints(platform.sql(), cursors, platform.blocking()).endpoints());
        return all;
    }

    private static int maxPromises(Platform platform) {
        return Settings.between(platform.settings().raw(), MAX_PROMISES, 1, MOST_PROMISES);
    }
}
