package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.journey.JourneyViews.TemplateState;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;

/** All endpoints about journeys. */
public final class JourneyEndpoints {
    private JourneyEndpoints() {}

    /** How they are told to auditors. */
    public static Audited<?, ?> audited(Platform platform) {
        return new JourneyAudit(new Journeys(EntitiesAsSeen.of(platform)));
    }

    /** How their templates are told to auditors, also once they are retired. */
    public static OwnKind<?, ?> auditedTemplates(Entities entities) {
        return new OwnKind<>(
                JourneyTemplate.KIND, entities, (entity, moment) -> TemplateState.of(entity, moment.found()));
    }

    public static List<Endpoint<?>> of(Platform platform, Cursors cursors) {
        Journeys journeys = new Journeys(EntitiesAsSeen.of(platform));
        List<Endpoint<?>> all = new ArrayList<>();
        all.add(new HistoryIntake(journeys, platform.system()).endpoint());
        all.addAll(new JourneyReads(journeys, platform, cursors).endpoints());
        all.addAll(new TaskEndpoints(journeys).endpoints());
        all.addAll(new TemplateEndpoints(platform, cursors).endpoints());
        all.addAll(new ReviewEndpoints(platform.sql(), cursors, platform.clock(), platform.blocking()).endpoints());
        return all;
    }
}
