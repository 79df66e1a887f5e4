package dev.symbio.gateway;

import dev.symbio.contracts.Contracts;
import dev.symbio.contracts.notification.Inbox;
import dev.symbio.gateway.audit.AuditEndpoints;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.audit.CheckpointEndpoints;
import dev.symbio.gateway.audit.EffectEndpoints;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.audit.EntityExportEndpoints;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.gateway.audit.ProofEndpoints;
import dev.symbio.gateway.automation.AutomationEndpoints;
import dev.symbio.gateway.commitment.CommitmentEndpoints;
import dev.symbio.gateway.http.ApiDocs;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.HttpApi;
import dev.symbio.gateway.http.HttpMetrics;
import dev.symbio.gateway.http.InFlight;
import dev.symbio.gateway.http.RateLimit;
import dev.symbio.gateway.http.ServerKey;
import dev.symbio.gateway.http.TokenGate;
import dev.symbio.gateway.journey.JourneyEndpoints;
import dev.symbio.gateway.mail.MailRows;
import dev.symbio.gateway.mail.MailSettings;
import dev.symbio.gateway.notification.Deliveries;
import dev.symbio.gateway.notification.DeliveryEndpoints;
import dev.symbio.gateway.notification.InboxEndpoints;
import dev.symbio.gateway.notification.NotificationAudit;
import dev.symbio.gateway.notification.NotificationEndpoints;
import dev.symbio.gateway.notification.TellingRows;
import dev.symbio.gateway.oidc.OidcEndpoints;
import dev.symbio.gateway.operations.OperationsEndpoints;
import dev.symbio.gateway.operations.ReadModelEndpoints;
import dev.symbio.gateway.opportunity.OpportunityEndpoints;
import dev.symbio.gateway.sla.SlaEndpoints;
import dev.symbio.gateway.tenants.CreationKeys;
import dev.symbio.gateway.tenants.RedactionEndpoints;
import dev.symbio.gateway.tenants.TenantAudit;
import dev.symbio.gateway.tenants.TenantEndpoints;
import dev.symbio.gateway.webhook.TargetRules;
import dev.symbio.gateway.webhook.WebhookEndpoints;
import dev.symbio.gateway.webhook.WebhookRegistry;
import dev.symbio.gateway.webhook.WebhookSender;
import dev.symbio.gateway.webhook.WebhookSettings;
import dev.symbio.platform.audit.Proofs;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.personal.KeyedHash;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.storage.Profile;
import dev.symbio.platform.storage.SharedKeys;
import dev.symbio.tenants.Tenants;
import dev.symbio.tenants.identity.Jwks;
import dev.symbio.tenants.identity.TokenVerifier;
import dev.symbio.tenants.identity.embedded.People;
import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.TenantList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who gets what: puts the endpoints together over a running platform. */
final class Wiring {
    private static final String CURSOR_KEY = "cursor.key";
    private static final int MAX_RATE = 10_000_000;

    private final Platform platform;
    private final Directory directory;
    private final TenantList tenants;
    private final TargetRules targets;
    private final Optional<MailSettings> mail;

    Wiring(Platform platform) {
        this.platform = platform;
        directory = new Directory(platform.entities(), platform.clock());
        tenants = new TenantList(platform.sql());
        mail = MailSettings.read(platform.settings().raw());
        targets = new TargetRules(
                platform.settings().profile() == Profile.EMBEDDED || Identity.isBuiltIn(platform.settings()));
    }

    Directory directory() {
        return directory;
    }

    WebhookSender webhookSender() {
        return new WebhookSender(
                platform.sql(),
                platform.entities(),
                platform.clock(),
                platform.meters(),
                WebhookSettings.DEFAULT,
                targets,
                platform.dataKeys().secrets(),
                platform.openings()::json);
    }

    TellingRows tellings() {
        return new TellingRows(platform.sql(), mail.isPresent(), platform.clock());
    }

    /** Empty while mail is off. */
    Optional<MailRows> mail() {
        return mail.map(
                settings -> new MailRows(platform.sql(), settings, platform.openings()::text, platform.meters()));
    }

    /** @param url of the public port: the built-in issuer names itself by it */
    Identity identity(String url) {
        return Identity.of(
                platform.settings(),
                url,
                People.membersOf(directory, tenants, platform.openings()::text, platform.blocking()),
                platform.clock(),
                platform.blocking());
    }

    List<Endpoint<?>> endpoints(Identity identity) {
        Cursors cursors = new Cursors(cursorKey());
        WebhookRegistry registry = new WebhookRegistry(
                platform.sql(), platform.clock(), targets, platform.dataKeys().secrets());
        registry.sealPlain();
        List<Endpoint<?>> all = new ArrayList<>();
        all.addAll(new TenantEndpoints(
                        directory,
                        tenants,
                        new CreationKeys(platform.sql(), platform.dataKeys().hash(KeyedHash.Use.FINGERPRINTS)),
                        platform.dataKeys(),
                        cursors,
                        platform.blocking())
                .endpoints());
        all.addAll(new RedactionEndpoints(directory, platform).endpoints());
        all.addAll(SlaEndpoints.of(platform, cursors));
        all.addAll(JourneyEndpoints.of(platform, cursors));
        all.addAll(CommitmentEndpoints.of(platform, cursors));
        all.addAll(OpportunityEndpoints.of(platform, directory, cursors));
        all.addAll(new AutomationEndpoints(platform.entities()).endpoints());
        all.addAll(new WebhookEndpoints(registry, cursors, platform.blocking()).endpoints());
        all.addAll(new OperationsEndpoints(platform.deadLetters(), platform.hostMetrics(), platform.blocking())
                .endpoints());
        all.addAll(new ReadModelEndpoints(platform.readModels(), platform.blocking()).endpoints());
        Inbox inbox = new Inbox(platform.sql());
        all.addAll(new InboxEndpoints(inbox, cursors, platform.clock(), platform.blocking()).endpoints());
        all.addAll(new NotificationEndpoints(platform.entities(), directory, mail.isPresent()).endpoints());
        all.addAll(new DeliveryEndpoints(
                        inbox, new Deliveries(platform.sql()), platform.entities(), cursors, platform.blocking())
                .endpoints());
        all.addAll(new EffectEndpoints(platform.effects(), platform.sql(), platform.blocking()).endpoints());
        all.addAll(new CheckpointEndpoints(platform, cursors).endpoints());
        Proofs proofs = new Proofs(platform.sql(), platform.checkpoints(), platform.blocking());
        all.addAll(new ProofEndpoints(EntitiesAsSeen.of(platform), proofs).endpoints());
        all.addAll(new EntityExportEndpoints(platform, proofs).endpoints());
        all.addAll(AuditEndpoints.of(platform, cursors, kindNames(), audited(), settings()));
        identity.builtIn().ifPresent(issuer -> all.addAll(OidcEndpoints.of(issuer)));
        return ApiDocs.describing(all);
    }

    private static List<String> kindNames() {
        return Stream.of(Tenants.FEATURE, Contracts.FEATURE)
                .flatMap(feature -> feature.kinds().stream())
                .map(EntityKind::name)
                .sorted()
                .toList();
    }

    private List<Audited<?, ?>> audited() {
        return List.of(
                SlaEndpoints.audited(platform),
                JourneyEndpoints.audited(platform),
                CommitmentEndpoints.audited(platform),
                OpportunityEndpoints.audited(platform));
    }

    /** Companies, and what they set for themselves. */
    private List<OwnKind<?, ?>> settings() {
        return List.of(
                TenantAudit.of(platform.entities()),
                AutomationEndpoints.audited(platform.entities()),
                OpportunityEndpoints.auditedSettings(platform.entities()),
                NotificationAudit.of(platform.entities()),
                JourneyEndpoints.auditedTemplates(platform.entities()));
    }

    /** A caller takes its cursor to whichever node it comes to next. */
    private byte[] cursorKey() {
        return platform.settings().profile().shared()
                ? new SharedKeys(platform.sql()).loadOrCreate(CURSOR_KEY, ServerKey::fresh)
                : ServerKey.loadOrCreate(platform.settings().dataDir().resolve(CURSOR_KEY));
    }

    HttpApi api(List<Endpoint<?>> endpoints, Identity identity) {
        Jwks keys = new Jwks(identity.keys(), platform.clock());
        TokenVerifier verifier = new TokenVerifier(identity.trusted(), keys, platform.clock());
        int rate = Settings.between(platform.settings().raw(), "http.rate-limit-per-second", 1, MAX_RATE);
        int burst = Settings.between(platform.settings().raw(), "http.rate-limit-burst", rate, MAX_RATE);
        InFlight inFlight =
                new InFlight(Settings.between(platform.settings().raw(), "http.max-in-flight", 1, MAX_RATE));
        platform.meters().gauge("symbio.http.in.flight", inFlight, InFlight::count);
        return new HttpApi(
                endpoints,
                new TokenGate(verifier, directory),
                new RateLimit(rate, burst),
                inFlight,
                new HttpMetrics(platform.meters()),
                platform.openings()::json,
                platform.system());
    }
}
