package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.TenantId;

/** What happens to templates. Each event is stored under the name that {@link JourneyTemplate#KIND} gives it. */
public sealed interface TemplateEvent {
    record Written(TenantId tenant, int version, TemplateContent content) implements TemplateEvent {}

    record Retired(int version) implements TemplateEvent {}
}
