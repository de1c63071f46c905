package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.ClassNumbers;
import org.paisaje.study.explain.signal.Signals;

/** Classes that are numbered, and whose numbers are fitted as if 3 lay between 2 and 4. */
final class ClassNumberRules {
    /** So many classes with so few rows each are no classes. */
    private static final int MANY = 20;
    private static final int ROWS = 12;

    private ClassNumberRules() {}

    static Optional<Cause> numbers(Signals s) {
        Setup setup = s.setup();
        if (setup.train().outputs() > 1 || setup.prepared().logTargets()) {
            return Optional.empty();
        }
        Optional<ClassNumbers> found = ClassNumbers.of(setup.train().x(), setup.rawTargets().data(),
                setup.seed().named("class numbers"));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ClassNumbers classes = found.get();
        boolean well = s.quality().well();
        List<Remedy> remedies = setup.network() instanceof Mlp && setup.asClasses().isPresent()
                ? List.of(new Remedy("Train a classification with one output for each of the " + classes.count()
                        + " classes.", setup.asClasses().get()))
                : List.of();
        return Optional.of(new Cause("data.class-numbers", Stage.TARGETS, 4,
                "The targets are the numbers of " + classes.count()
                        + " classes, and the network is trained to hit them as amounts.",
                "They are the whole numbers from " + Words.number(classes.low()) + " to "
                        + Words.number(classes.low() + classes.count() - 1) + ", " + Words.percent(classes.agreement())
                        + " of the samples have the number of their nearest neighbour, and where neighbours differ their numbers "
                        + "are " + Words.number(classes.distance())
                        + " apart on average, no closer than if the classes were numbered at random ("
                        + Words.number(classes.byChance())
                        + "). A regression takes 3 for something between 2 and 4.",
                "Train a classification (--task classification) with one output for each of the " + classes.count()
                        + " classes.",
                well, remedies).with(Trait.FOREMOST));
    }

    /** Amounts that are taken for names of classes, of which each has few samples and is no nearer to one than to another. */
    static Optional<Cause> amounts(Signals s) {
        Setup setup = s.setup();
        int classes = setup.train().classes().size();
        int n = setup.train().size();
        if (classes < MANY || n > ROWS * classes || s.test().orElse(s.train()).left() < 0.5) {
            return Optional.empty();
        }
        Optional<Setup> numbers = setup.asNumbers();
        double left = numbers.flatMap(one -> Reference.of(one.train(), one.test())).map(Reference::left).orElse(1.0);
        if (numbers.isEmpty() || left > 0.5) {
            return Optional.empty();
        }
        return Optional.of(new Cause("data.amounts-as-classes", Stage.TARGETS, 6,
                "The targets are amounts, and are taken for " + classes + " classes.",
                "The names of the classes are numbers, a class has " + Words.number((double) n / classes)
                        + " samples on average, and to answer the number beside the right one counts as wrong as any other. Read as "
                        + "numbers, a simple method leaves " + Words.percent(left) + " of their variance.",
                "", false, List.of(new Remedy("Train a regression with one output, of standardized targets.",
                        numbers.get())))
                .with(Trait.FOREMOST));
    }
}
