package dev.symbio.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.audit.ExportCommand;
import dev.symbio.ops.keys.KeysCommand;
import dev.symbio.ops.schema.SchemaCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/** What is wrong, collected; and the questions that are asked of more than one kind of file. */
final class Problems {
    private static final Pattern VARIABLE = Pattern.compile("SYMBIO_[A-Z0-9_]+");

    private final List<String> found = new ArrayList<>();
    private final Code code;

    Problems(Code code) {
        this.code = code;
    }

    List<String> found() {
        return found;
    }

    void expect(boolean right, String file, String problem) {
        if (!right) {
            found.add(file + ": " + problem);
        }
    }

    void expectEqual(Object wanted, Object actual, String file, String what) {
        expect(wanted.equals(actual), file, what + " should be " + wanted + " but is " + actual);
    }

    void addAll(List<String> problems) {
        found.addAll(problems);
    }

    /** Every variable that a text names, be it in a comment, is one that symbio.conf or the export knows. */
    void expectKnownVariables(String file, String text) {
        VARIABLE.matcher(text)
                .results()
                .map(match -> match.group())
                .distinct()
                .filter(name -> !name.equals(ExportCommand.TOKEN_VARIABLE))
                .forEach(name -> expect(code.environment().contains(name), file, "symbio.conf does not know " + name));
    }

    /** What the image is told to do is something that it can do. */
    void expectCommand(List<String> words, DeploymentFiles files, String file) {
        String first = words.isEmpty() ? "" : words.get(0);
        boolean named = files.text(DeploymentFiles.ENTRY).contains(" " + first + " |")
                || files.text(DeploymentFiles.ENTRY).contains(" " + first + ") ");
        expect(named, file, "the image has no command " + words);
        if (first.equals("schema") || first.equals("keys")) {
            Object command = first.equals("schema") ? new SchemaCommand() : new KeysCommand();
            try {
                new CommandLine(command)
                        .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            } catch (CommandLine.ParameterException e) {
                expect(false, file, words + ": " + e.getMessage());
            }
        }
    }

    static Stream<JsonNode> each(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    static List<String> texts(JsonNode node) {
        return each(node).map(JsonNode::asText).toList();
    }
}
