package org.paisaje.study.explain.answer;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.data.AlternationRules;
import org.paisaje.study.explain.cause.data.AnswerRules;
import org.paisaje.study.explain.cause.data.ColumnRules;
import org.paisaje.study.explain.cause.data.DataRules;
import org.paisaje.study.explain.cause.data.GroupRules;
import org.paisaje.study.explain.cause.data.LabelRules;
import org.paisaje.study.explain.cause.data.MissingRules;
import org.paisaje.study.explain.cause.data.OrderRules;
import org.paisaje.study.explain.cause.data.OutlierRules;
import org.paisaje.study.explain.cause.data.PairingRules;
import org.paisaje.study.explain.cause.data.TimeRules;
import org.paisaje.study.explain.cause.training.Fallbacks;
import org.paisaje.study.explain.cause.training.FitRules;
import org.paisaje.study.explain.cause.training.LandscapeRules;
import org.paisaje.study.explain.cause.training.PaceRules;
import org.paisaje.study.explain.cause.training.ShapeRules;
import org.paisaje.study.explain.cause.training.StartRules;
import org.paisaje.study.explain.cause.training.StepRules;
import org.paisaje.study.explain.cause.wiring.OutputRules;
import org.paisaje.study.explain.cause.wiring.TopologyRules;
import org.paisaje.study.explain.cause.wiring.WiringRules;

/** What is looked for. */
public final class Rules {
    private Rules() {}

    /** All rules, in the order of their stages. */
    static List<Rule> all() {
        return Stream
                .of(DataRules.all(), AlternationRules.all(), ColumnRules.all(), GroupRules.all(), OrderRules.all(),
                        PairingRules.all(), OutlierRules.all(), MissingRules.all(), TimeRules.all(),
                        LabelRules.all(), AnswerRules.all(), OutputRules.all(),
                        WiringRules.all(),
                        TopologyRules.all(),
                        StartRules.all(), ShapeRules.all(), PaceRules.all(), StepRules.all(), LandscapeRules.all(),
                        FitRules.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The stable names of all causes, in the order in which they are looked for: in results, for {@code --fail-on}, and as
     * headings of the guide.
     */
    public static List<String> ids() {
        return Stream.concat(all().stream().flatMap(rule -> rule.ids().stream()), Fallbacks.IDS.stream())
                .distinct()
                .toList();
    }
}
