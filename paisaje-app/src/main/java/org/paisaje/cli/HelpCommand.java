package org.paisaje.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Initializer;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;
import org.paisaje.registry.Spelling;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The help of a verb, or the list of what can be written for an option, from the registries. */
@Command(
        name = "help",
        helpCommand = true,
        description = "The help of a verb, or what can be written for an option: optimizers, schedules, losses, initializers, activations, networks, data.",
        footer = {"%nExamples:", "  paisaje help optimizers", "  paisaje help train"})
final class HelpCommand implements Callable<Integer> {
    private static final Map<String, Supplier<Registry<?>>> LISTS = lists();

    /** Which list an option takes its values from. */
    private static final Map<String, String> TOPICS = topics();

    private static Map<String, String> topics() {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("--data", "data");
        result.put("--net", "networks");
        result.put("--net ", "activations");
        result.put("--loss", "losses");
        result.put("--optimizer", "optimizers");
        result.put("--schedule", "schedules");
        result.put("--init", "initializers");
        return result;
    }

    @Parameters(arity = "0..*", paramLabel = "TOPIC", hideParamSyntax = true, description = "A verb or a list.")
    private List<String> topics = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static Map<String, Supplier<Registry<?>>> lists() {
        Map<String, Supplier<Registry<?>>> result = new LinkedHashMap<>();
        result.put("optimizers", Optimizers::registry);
        result.put("schedules", Schedule::registry);
        result.put("losses", Loss::registry);
        result.put("initializers", Initializer::registry);
        result.put("activations", Activation::registry);
        result.put("networks", Architecture::registry);
        result.put("data", Datasets::registry);
        return result;
    }

    @Override
    public Integer call() {
        CommandLine parent = spec.commandLine().getParent();
        PrintWriter out = parent.getOut();
        if (topics.isEmpty()) {
            parent.usage(out);
            return ExitStatus.DONE;
        }
        if (topics.size() > 1) {
            throw new IllegalArgumentException("help: one verb or list is taken, not " + String.join(" ", topics)
                    + "; write help " + topics.getFirst());
        }
        String asked = topics.getFirst();
        Supplier<Registry<?>> list = LISTS.get(asked);
        CommandLine verb = parent.getSubcommands().get(asked);
        if (list != null) {
            list(list.get(), out);
            if (asked.equals("data")) {
                list(Sources.registry(), out);
            }
        } else if (verb != null) {
            verb.usage(out);
        } else {
            List<String> known = new ArrayList<>(parent.getSubcommands().keySet());
            known.addAll(LISTS.keySet());
            throw new IllegalArgumentException("help: there is no verb or list \"" + asked + "\""
                    + Spelling.suggestion(asked, known) + "; write one of "
                    + String.join(", ", parent.getSubcommands().keySet()) + ", " + String.join(", ", LISTS.keySet()));
        }
        return ExitStatus.DONE;
    }

    private static void list(Registry<?> registry, PrintWriter out) {
        for (Entry<?> entry : registry.entries()) {
            out.println(entry.form());
            out.println("    " + entry.description()
                    + (entry.aliases().isEmpty() ? "" : "; also " + String.join(", ", entry.aliases())));
            String example = entry.examples().getFirst();
            if (!example.equals(entry.form())) {
                out.println("    as " + example);
            }
        }
    }

    /** Puts the names of what an option takes before the examples of each verb that has it; made when help is shown. */
    static void addLists(CommandLine line) {
        for (CommandLine verb : line.getSubcommands().values()) {
            String[] topics = TOPICS.entrySet()
                    .stream()
                    .filter(option -> verb.getCommandSpec().findOption(option.getKey().strip()) != null)
                    .map(Map.Entry::getValue)
                    .toArray(String[]::new);
            if (topics.length > 0) {
                verb.getHelpSectionMap()
                        .computeIfPresent(CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
                                (key, heading) -> help -> help.createHeading(String.join("", names(topics)) + "%n")
                                        + heading.render(help));
            }
        }
    }

    /** The names of a list on a few lines, and where the rest stands; what a verb's own help says of an option. */
    static String[] names(String... topics) {
        List<String> lines = new ArrayList<>();
        for (String topic : topics) {
            Registry<?> registry = Objects.requireNonNull(LISTS.get(topic)).get();
            String names = registry.entries().stream().map(Entry::name).collect(Collectors.joining(", "));
            String example = registry.entries()
                    .stream()
                    .flatMap(entry -> entry.examples().stream())
                    .max(Comparator.comparingInt(String::length))
                    .orElseThrow();
            lines.add("%n" + topic.substring(0, 1).toUpperCase(Locale.ROOT) + topic.substring(1) + " (paisaje help "
                    + topic + "), as " + example.replace("%", "%%") + ": " + names.replace("%", "%%") + ".");
        }
        return lines.toArray(String[]::new);
    }
}
