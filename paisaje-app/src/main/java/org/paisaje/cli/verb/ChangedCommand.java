package org.paisaje.cli.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line with some of its options changed. */
final class ChangedCommand {
    /** Where results go is not part of what is advised. */
    private static final List<String> LOCAL = List.of("--out", "--fail-on", "--sarif", "--json", "--details");
    /** What is said of the run that was explained, not of the next one; those of a folder have no use without {@code --out}. */
    private static final Set<String> FLAGS = Set.of("--quiet", "--figures", "--overwrite", "--resume");

    /** Options that may be given again: what is said is added to what was. */
    private static final Set<String> REPEATED = Set.of("--drop");

    private ChangedCommand() {}

    /**
     * The arguments with the options in {@code changes} set; an empty value is a flag, a name with three dashes an option to leave
     * out.
     *
     * @param arguments as they were given, {@code --name value} or {@code --name=value}
     */
    static List<String> of(List<String> arguments, Map<String, String> changes) {
        Map<String, String> left = new LinkedHashMap<>(changes);
        List<String> result = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            boolean option = argument.startsWith("--");
            String name = option && equals > 0 ? argument.substring(0, equals) : argument;
            boolean budget = name.equals("--epochs") && changes.containsKey("--steps");
            boolean gone = changes.containsKey("-" + name) || LOCAL.contains(name);
            if (!option || !(budget || gone || changes.containsKey(name)) || REPEATED.contains(name)) {
                if (!FLAGS.contains(name)) {
                    result.add(argument);
                }
                continue;
            }
            i += equals < 0 && i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--") ? 1 : 0;
            String set = budget ? "--steps" : name;
            if (left.containsKey(set)) {
                add(result, set, left.remove(set));
            }
        }
        left.forEach((name, value) -> {
            if (!name.startsWith("---")) {
                add(result, name, value);
            }
        });
        return result;
    }

    private static void add(List<String> result, String name, String value) {
        result.add(name);
        if (!value.isEmpty()) {
            result.add(value);
        }
    }

    /** The same as one line that a shell reads back. */
    static String line(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("./paisaje"));
        arguments.forEach(argument -> words.add(quoted(argument)));
        return String.join(" ", words);
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
