package dev.symbio.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.RunningSymbio;
import dev.symbio.gateway.SharedSymbio;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSymbio.class)
class DifferencesInWordsTest {
    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sentences(String language, String before, String after) {
        DifferencesInWords words = new DifferencesInWords(language);
        return JsonDifferences.between(tree(before), tree(after)).stream()
                .map(each -> words.sentence(each, tree(before), tree(after)))
                .toList();
    }

    @Test
    void matchesElementsByTheirNames() {
        String before = "{'tasks':[{'key':'a','state':'open'},{'key':'b','state':'open'}]}";
        String after = "{'tasks':[{'key':'c','state':'open'},{'key':'b','state':'done'}]}";

        assertThat(JsonDifferences.between(tree(before), tree(after)))
                .extracting(Difference::pointer)
                .containsExactly("/tasks/0", "/tasks/1/state", "/tasks/0");
        assertThat(sentences("en", before, after))
                .containsExactly(
                        "tasks \"c\" was added: key \"c\", state \"open\".",
                        "tasks \"b\" › state changed from \"open\" to \"done\".",
                        "tasks \"a\" was removed; it was key \"a\", state \"open\".");
    }

    @Test
    void speaksChinese() {
        assertThat(sentences("zh-CN", "{'phase':'offered','backfilling':true}", "{'phase':'active'}"))
                .containsExactly("阶段由“offered”变为“active”。", "补录历史已取消，原为是。");
    }

    @Test
    void takesListsOfPlainValuesAsOne() {
        assertThat(sentences("en", "{'fields':['a']}", "{'fields':['a','b']}"))
                .containsExactly("fields changed from \"a\" to \"a\", \"b\".");
        assertThat(JsonDifferences.between(tree("{'a':[{'x':1},{'x':2}]}"), tree("{'a':[{'x':1}]}")))
                .extracting(Difference::pointer)
                .containsExactly("/a/1");
        assertThat(JsonDifferences.between(tree("{'a/b':{'~':1}}"), tree("{'a/b':{'~':2}}")))
                .extracting(Difference::pointer)
                .containsExactly("/a~1b/~0");
        assertThat(JsonDifferences.between(tree("{'a':1}"), tree("{'a':1}"))).isEmpty();
    }

    @Test
    void hasAChineseWordForEveryField(RunningSymbio symbio) {
        JsonNode schemas = symbio.anyone().contract().document().at("/components/schemas");
        Set<String> seen = new TreeSet<>();
        Set<String> fields = new TreeSet<>();
        for (String view : List.of(
                "ContractView",
                "JourneyView",
                "CommitmentView",
                "OpportunityView",
                "TenantView",
                "AutomationView",
                "SettingsView",
                "NotificationView",
                "JourneyTemplateView")) {
            assertThat(schemas.has(view)).as(view).isTrue();
            collect(schemas, schemas.get(view), seen, fields);
        }
        fields.addAll(List.of("retired", "working"));
        DifferencesInWords chinese = new DifferencesInWords("zh-CN");

        assertThat(fields).hasSizeGreaterThan(100);
        assertThat(fields)
                .filteredOn(field -> chinese.word(field).equals(field))
                .isEmpty();
    }

    private static void collect(JsonNode schemas, JsonNode schema, Set<String> seen, Set<String> fields) {
        schema.path("properties").properties().forEach(field -> fields.add(field.getKey()));
        String reference = schema.path("$ref").asText().replace("#/components/schemas/", "");
        if (!reference.isEmpty() && seen.add(reference)) {
            collect(schemas, schemas.get(reference), seen, fields);
        }
        schema.forEach(child -> collect(schemas, child, seen, fields));
    }
}
