package dev.symbio.contracts.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one tenant has set.
 *
 * @param journeys which journeys opportunities start
 * @param observations which tasks of journeys that the tenant hosts are observed under which contracts
 * @param recovery what a broken promise leads to; null is nothing
 * @param draftCommitments whether an opportunity that is won drafts a value commitment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutomationRules(
        List<StartJourney> journeys, List<ObserveTask> observations, Recovery recovery, boolean draftCommitments) {
    public static final AutomationRules NONE = new AutomationRules(List.of(), List.of(), null, false);

    /** The point at which a proof of concept is started. */
    public static final String POC = "poc";

    public static final String WON = "won";

    /**
     * @param when {@code poc}, {@code won} or the stage that is entered, such as {@code demo}
     * @param template public id of one of the tenant's journey templates
     */
    public record StartJourney(String when, String template) {}

    /**
     * @param taskKind as the template names it
     * @param contract public id of an SLA contract to which the tenant is a party; its indicator has to be a ratio
     */
    public record ObserveTask(String taskKind, String contract) {}

    /**
     * @param template of the journey that recovers; null starts none
     * @param owner subject who is responsible for that journey; needed with a template
     * @param contract that every broken promise is observed under, as not met; null is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recovery(String template, @Subject String owner, String contract) {}

    public AutomationRules {
        journeys = copied(journeys);
        observations = copied(observations);
    }

    /** An element that is null stays for the rules to find. */
    private static <T> List<T> copied(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
