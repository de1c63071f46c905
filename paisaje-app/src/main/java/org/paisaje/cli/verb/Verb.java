package org.paisaje.cli.verb;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.paisaje.cli.option.CommonOptions;
import org.paisaje.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * A verb of the command line that runs a study. It declares its options, refuses those that do not go together and says which
 * study they ask for; what it shares with all others, from {@code --out} to the exit status, is here and in {@link StudyVerb}.
 */
@Command(sortOptions = false)
public abstract class Verb implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The study that the options ask for. What can be refused without looking at data is refused here. */
    protected abstract StudyVerb<?> study();

    @Override
    public final Integer call() throws IOException {
        return study().run();
    }

    /**
     * Runs a study.
     *
     * @param setting reads the data and puts the setting together; called after the folder of {@code --out} was looked at
     */
    protected final <S> StudyVerb<S> of(Study<S> study, Supplier<S> setting) {
        return new StudyVerb<>(spec, common, study, setting);
    }

    /** The options that every verb has. */
    protected final CommonOptions common() {
        return common;
    }

    /** The command, for those who ask it what was given. */
    protected final CommandSpec spec() {
        return spec;
    }

    /** Whether an option was given, by its name with dashes. */
    protected final boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Refuses those of the options that were given: the message is the option, followed by {@code why}. */
    protected final void refuse(String why, String... options) {
        for (String option : options) {
            if (given(option)) {
                throw new IllegalArgumentException(option + " " + why);
            }
        }
    }

    /** The same for the options that say how a network is trained. */
    protected final void refuseTraining(String why) {
        refuse(why, "--epochs", "--optimizer", "--schedule", "--clip", "--batch", "--init");
    }

    /** Refuses all options but these and those that every verb has. */
    protected final void refuseAllBut(Set<String> options, String why) {
        CommandSpec shared = Objects.requireNonNull(spec.mixins().get("common"));
        spec.commandLine()
                .getParseResult()
                .matchedOptions()
                .stream()
                .map(OptionSpec::longestName)
                .filter(name -> !options.contains(name) && shared.findOption(name) == null)
                .forEach(name -> refuse(why, name));
    }

    /** Refuses two options of which one makes the other void, and says why if there is more to say. */
    protected final void refuseBoth(String one, String other, String... why) {
        if (given(one) && given(other)) {
            throw new IllegalArgumentException(
                    one + " and " + other + ": give one of them" + (why.length == 0 ? "" : "; " + why[0]));
        }
    }
}
