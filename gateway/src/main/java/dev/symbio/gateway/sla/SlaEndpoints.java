package dev.symbio.gateway.sla;

import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;

/** All endpoints about SLA contracts. */
public final class SlaEndpoints {
    private SlaEndpoints() {}

    /** How they are told to auditors. */
    public static Audited<?, ?> audited(Platform platform) {
        return new SlaAudit(new Contracts(EntitiesAsSeen.of(platform)));
    }

    public static List<Endpoint<?>> of(Platform platform, Cursors cursors) {
        Contracts contracts = new Contracts(EntitiesAsSeen.of(platform));
        PeriodRecords records = new PeriodRecords(platform);
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new NegotiationEndpoints(contracts).endpoints());
        all.addAll(new ObservationEndpoints(contracts, new Intake(platform.system())).endpoints());
        all.addAll(new SettlementEndpoints(contracts).endpoints());
        all.add(new RecomputationEndpoint(contracts, platform).endpoint());
        all.addAll(new ReadEndpoints(contracts, platform, records, cursors).endpoints());
        all.addAll(new ListEndpoints(contracts, platform.sql(), cursors, platform.blocking()).endpoints());
        return all;
    }
}
