package dev.symbio.gateway.opportunity;

import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;

/** All endpoints about opportunities. */
public final class OpportunityEndpoints {
    private OpportunityEndpoints() {}

    public static List<Endpoint<?>> of(Platform platform, Cursors cursors) {
        Opportunities opportunities = new Opportunities(platform.entities());
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new WorkEndpoints(opportunities).endpoints());
        all.addAll(new StageEndpoints(opportunities).endpoints());
        all.addAll(new EndingEndpoints(opportunities).endpoints());
        all.addAll(new ImportEndpoints(opportunities, platform.system()).endpoints());
        all.addAll(new OpportunityReading(opportunities, platform.history(), cursors, platform.clock()).endpoints());
        all.addAll(new OpportunityListing(platform.sql(), cursors, platform.blocking()).endpoints());
        all.addAll(new SettingsEndpoints(opportunities).endpoints());
        return all;
    }
}
