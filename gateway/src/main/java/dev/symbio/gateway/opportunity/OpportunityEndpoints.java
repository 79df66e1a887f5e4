package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.SalesSettings;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.opportunity.OpportunityViews.SettingsView;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Directory;
import java.util.ArrayList;
import java.util.List;

/** All endpoints about opportunities. */
public final class OpportunityEndpoints {
    private static final String MAX_FILE_BYTES = "http.max-file-bytes";
    /** A download is held in memory. */
    private static final int MOST_FILE_BYTES = 32 << 20;

    private OpportunityEndpoints() {}

    /** How they are told to auditors. */
    public static Audited<?, ?> audited(Platform platform) {
        return new OpportunityAudit(new Opportunities(EntitiesAsSeen.of(platform)));
    }

    /** How what a tenant sets for them is told to auditors. */
    public static OwnKind<?, ?> auditedSettings(Entities entities) {
        return new OwnKind<>(SalesSettings.KIND, entities, (entity, moment) -> SettingsView.of(moment.found()));
    }

    public static List<Endpoint<?>> of(Platform platform, Directory directory, Cursors cursors) {
        Opportunities opportunities = new Opportunities(EntitiesAsSeen.of(platform));
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new WorkEndpoints(opportunities, new SalesPeople(directory)).endpoints());
        all.addAll(new StageEndpoints(opportunities).endpoints());
        all.addAll(new EndingEndpoints(opportunities).endpoints());
        all.addAll(new ImportEndpoints(opportunities, platform.system()).endpoints());
        all.addAll(new OpportunityReading(opportunities, platform, cursors).endpoints());
        all.addAll(new OpportunityListing(platform.sql(), cursors, platform.blocking()).endpoints());
        all.addAll(new ProcessEndpoints(opportunities, platform.sql(), platform.blocking()).endpoints());
        all.addAll(new FileEndpoints(opportunities, files(platform)).endpoints());
        all.addAll(new SettingsEndpoints(opportunities).endpoints());
        return all;
    }

    private static ArtefactFiles files(Platform platform) {
        return new ArtefactFiles(
                new FileTable(platform.sql()),
                platform.entities(),
                platform.system(),
                platform.blocking(),
                platform.clock(),
                Settings.between(platform.settings().raw(), MAX_FILE_BYTES, 1, MOST_FILE_BYTES));
    }
}
