package dev.symbio.contracts;

import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaStatements;
import dev.symbio.platform.runtime.Feature;
import java.util.List;

/** What this module brings to the platform. */
public final class Contracts {
    public static final Feature FEATURE =
            new Feature("db/contracts", List.of(SlaContract.KIND), List.of(SlaStatements.PROJECTION));

    private Contracts() {}
}
