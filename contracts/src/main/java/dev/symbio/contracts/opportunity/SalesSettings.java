package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What a tenant sets for all of its opportunities. One entity per tenant; before anything is set the defaults hold.
 *
 * @param version 0 while nothing has been set
 */
public record SalesSettings(int version, SalesRules rules) {
    public static final SalesSettings NONE = new SalesSettings(0, SalesRules.DEFAULT);

    public static final EntityKind<SalesSettingsCommand, SalesSettingsEvent, SalesSettings> KIND = EntityKind.of(
                    "sales-settings", SalesSettingsCommand.class, SalesSettingsEvent.class, NONE)
            .decides(SalesSettingsCommand.Configure.class, SalesSettings::configure)
            .evolves(
                    "configured",
                    1,
                    SalesSettingsEvent.Configured.class,
                    (before, event) -> new SalesSettings(event.version(), event.rules()))
            .build();

    private static final String SELF = "self";
    private static final int MAX_KINDS = 10;
    private static final int MAX_ITEMS = 20;
    private static final int MAX_STRATEGIES = 100;
    private static final int MAX_COMPARED = 100;
    private static final String SHARE_OUT_OF_RANGE = "opportunity.share-out-of-range";
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Where a tenant's settings are. */
    public static EntityRef of(TenantId tenant) {
        return KIND.ref(tenant, SELF);
    }

    static Decision<SalesSettingsEvent> configure(
            SalesSettings settings, SalesSettingsCommand.Configure command, Context context) {
        if (!context.entity().equals(of(context.tenant()))) {
            return Decision.rejected(Admission.notFound());
        }
        SalesRules rules = command.rules();
        Rules check = new Rules();
        for (Stage stage : Stage.values()) {
            checkGate(check, stage, rules.gates().of(stage));
        }
        checkDuration(check, "/stallAfter", rules.stallAfter());
        checkScripts(check, rules.scripts());
        checkStrategies(check, rules.strategies());
        checkRenewal(check, rules.renewal());
        checkMentions(check, rules.mentions());
        if (rules.visibilityTarget() != null) {
            checkShare(check, "/visibilityTarget", rules.visibilityTarget());
        }
        return check.then(() -> rules.equals(settings.rules()) && settings.version() > 0
                ? Decision.nothing()
                : Decision.events(new SalesSettingsEvent.Configured(settings.version() + 1, rules)));
    }

    private static void checkGate(Rules check, Stage stage, List<String> kinds) {
        String pointer = "/gates/" + camel(stage.word());
        if (kinds.isEmpty() || kinds.size() > MAX_KINDS) {
            check.fault(
                    pointer,
                    "opportunity.gate-size",
                    "Expected 1 to " + MAX_KINDS + " kinds of artefacts but got " + kinds.size() + ".");
        }
        for (int i = 0; i < Math.min(kinds.size(), MAX_KINDS); i++) {
            check.kind(pointer + "/" + i, kinds.get(i));
        }
    }

    private static void checkScripts(Rules check, ScriptPack scripts) {
        check.optional("/scripts/name", scripts.name(), Rules.MAX_NAME_CHARS);
        if (scripts.items().size() > MAX_ITEMS) {
            check.fault("/scripts/items", "opportunity.too-many-items", "Expected at most " + MAX_ITEMS + " items.");
        }
        for (int i = 0; i < Math.min(scripts.items().size(), MAX_ITEMS); i++) {
            ScriptPack.Item item = scripts.items().get(i);
            String pointer = "/scripts/items/" + i;
            check.required(pointer + "/name", item == null ? null : item.name(), Rules.MAX_NAME_CHARS)
                    .required(pointer + "/text", item == null ? null : item.text(), Rules.MAX_NOTE_CHARS);
        }
    }

    private static void checkStrategies(Rules check, List<SalesRules.Strategy> strategies) {
        if (strategies.size() > MAX_STRATEGIES) {
            check.fault(
                    "/strategies",
                    "opportunity.too-many-items",
                    "Expected at most " + MAX_STRATEGIES + " strategies but got " + strategies.size() + ".");
        }
        for (int i = 0; i < Math.min(strategies.size(), MAX_STRATEGIES); i++) {
            SalesRules.Strategy strategy = strategies.get(i);
            String pointer = "/strategies/" + i;
            if (strategy == null) {
                check.present(pointer, null, "a strategy");
                continue;
            }
            check.required(pointer + "/name", strategy.name(), Rules.MAX_NAME_CHARS)
                    .optional(pointer + "/industry", strategy.industry(), Rules.MAX_NAME_CHARS);
            checkDuration(check, pointer + "/contactEvery", strategy.contactEvery());
            if (strategy.steps().size() > MAX_ITEMS) {
                check.fault(
                        pointer + "/steps", "opportunity.too-many-items", "Expected at most " + MAX_ITEMS + " steps.");
            }
            for (int step = 0; step < Math.min(strategy.steps().size(), MAX_ITEMS); step++) {
                check.required(pointer + "/steps/" + step, strategy.steps().get(step), Rules.MAX_NOTE_CHARS);
            }
        }
    }

    private static void checkRenewal(Rules check, RenewalRule renewal) {
        if (renewal == null) {
            return;
        }
        checkDuration(check, "/renewal/quietFor", renewal.quietFor());
        checkDuration(check, "/renewal/endsWithin", renewal.endsWithin());
        checkShare(check, "/renewal/resolutionBelow", renewal.resolutionBelow());
    }

    private static void checkMentions(Rules check, MentionRule mentions) {
        if (mentions == null) {
            return;
        }
        checkCount(check, "/mentions/recent", mentions.recent());
        checkCount(check, "/mentions/before", mentions.before());
        checkShare(check, "/mentions/rise", mentions.rise());
        if (mentions.rise() != null && mentions.rise().signum() == 0) {
            check.fault("/mentions/rise", SHARE_OUT_OF_RANGE, "Expected a rise above 0.");
        }
    }

    private static void checkCount(Rules check, String pointer, int contacts) {
        if (contacts < 1 || contacts > MAX_COMPARED) {
            check.fault(
                    pointer,
                    "opportunity.count-out-of-range",
                    "Expected 1 to " + MAX_COMPARED + " contacts but got " + contacts + ".");
        }
    }

    private static void checkShare(Rules check, String pointer, BigDecimal share) {
        if (share == null || share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0 || Rules.tooLong(share)) {
            check.fault(pointer, SHARE_OUT_OF_RANGE, "Expected a share from 0 to 1.");
        }
    }

    private static void checkDuration(Rules check, String pointer, Duration duration) {
        if (duration == null || duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            check.fault(pointer, "opportunity.duration-out-of-range", "Expected a duration above 0, at most 366 days.");
        }
    }

    /** {@code needs-diagnosis} is {@code needsDiagnosis} in JSON. */
    private static String camel(String word) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : word.toCharArray()) {
            if (c == '-') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.toString();
    }
}
