package org.paisaje.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Datasets;
import org.paisaje.loss.Loss;
import org.paisaje.network.Initializer;
import org.paisaje.network.activation.Activation;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;
import org.paisaje.training.Optimizers;
import org.paisaje.training.Schedule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The help of a verb, or the list of what can be written for an option, from the registries. */
@Command(
        name = "help",
        helpCommand = true,
        description = "The help of a verb, or a list: optimizers, schedules, losses, initializers, activations, data.",
        footer = {"%nExamples:", "  paisaje help optimizers", "  paisaje help train"})
final class HelpCommand implements Callable<Integer> {
    private static final Map<String, Supplier<Registry<?>>> LISTS = lists();

    @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "A verb or a list.")
    private @Nullable String topic;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static Map<String, Supplier<Registry<?>>> lists() {
        Map<String, Supplier<Registry<?>>> result = new LinkedHashMap<>();
        result.put("optimizers", Optimizers::registry);
        result.put("schedules", Schedule::registry);
        result.put("losses", Loss::registry);
        result.put("initializers", Initializer::registry);
        result.put("activations", Activation::registry);
        return result;
    }

    @Override
    public Integer call() {
        CommandLine parent = spec.commandLine().getParent();
        PrintWriter out = parent.getOut();
        String asked = topic;
        if (asked == null) {
            parent.usage(out);
            return ExitStatus.DONE;
        }
        Supplier<Registry<?>> list = LISTS.get(asked);
        CommandLine verb = parent.getSubcommands().get(asked);
        if (list != null) {
            list(list.get(), out);
        } else if (asked.equals("data")) {
            data(out);
        } else if (verb != null) {
            verb.usage(out);
        } else {
            throw new IllegalArgumentException("help: there is no verb or list \"" + asked + "\"; write one of "
                    + String.join(", ", parent.getSubcommands().keySet()) + ", " + String.join(", ", LISTS.keySet())
                    + ", data");
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

    private static void data(PrintWriter out) {
        for (Datasets.Entry entry : Datasets.entries()) {
            out.println(
                    entry.name() + (entry.options().isEmpty() ? "" : ":" + String.join("=,", entry.options()) + "="));
            out.println("    " + entry.description());
        }
        out.println("FILE.csv, FILE.npz, X.npy,Y.npy, idx:IMAGES,LABELS");
        out.println("    files, see 'paisaje help train'");
    }
}
