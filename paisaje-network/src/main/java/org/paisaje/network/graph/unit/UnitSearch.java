package org.paisaje.network.graph.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.network.UnitStructure;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.UnitStructure.Places;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.ParameterOperation;

/**
 * The units of a graph, which of them may change places, signs and scales, and which rows and columns of the affine maps belong
 * to them.
 */
public final class UnitSearch {
    private final GraphStructure structure;
    private final GraphEntries entries;
    /** The group of each entry, -1 if it stays, and its unit in the group. */
    private final int[] group;
    private final int[] unit;
    /** Whether an entry has the sign and the scale of its unit. */
    private final boolean[] scaled;

    private UnitSearch(GraphStructure structure) {
        this.structure = structure;
        this.entries = new GraphEntries(structure.nodes());
        this.group = new int[entries.count()];
        this.unit = new int[entries.count()];
        this.scaled = new boolean[entries.count()];
        Arrays.fill(group, -1);
    }

    /** Which hidden units of a graph may change places, signs or scales. */
    public static UnitStructure of(GraphStructure structure) {
        return new UnitSearch(structure).found();
    }

    private UnitStructure found() {
        List<List<int[]>> groups = new UnitExchanges(entries).groups(new UnitTies(structure, entries).units());
        UnitRescaling rescaling = new UnitRescaling(structure, entries);
        List<Group> result = new ArrayList<>();
        for (List<int[]> members : groups) {
            UnitRescaling.Scaled found = rescaling.described(members);
            for (int u = 0; u < members.size(); u++) {
                for (int entry : members.get(u)) {
                    group[entry] = result.size();
                    unit[entry] = u;
                    scaled[entry] = found.within().contains(entries.owner(entry));
                }
            }
            result.add(found.group());
        }
        List<AffineMap> maps = structure.users().stream().map(users -> map(users.getFirst())).toList();
        return new UnitStructure(result, maps, structure.layout().size());
    }

    private AffineMap map(Node node) {
        ParameterOperation operation = (ParameterOperation) node.operation();
        int out = entries.start(node.index());
        int in = entries.start(node.input());
        Places rows = Places.of(operation.width(), i -> group[out + i], i -> unit[out + i], i -> scaled[out + i]);
        Places columns = switch (operation) {
            case Dense dense -> Places.of(dense.inputs(), j -> group[in + j], j -> unit[in + j],
                    j -> scaled[in + j]);
            case Convolution map when map.groups() == 1 -> Places.of(map.fan(), j -> group[in + j % map.channels()],
                    j -> unit[in + j % map.channels()], j -> scaled[in + j % map.channels()]);
            default -> Places.fixed(operation.weights() / operation.width());
        };
        int layer = structure.shapes()
                .stream()
                .filter(shape -> shape.weight() == operation.weight())
                .mapToInt(shape -> shape.index())
                .findFirst()
                .orElse(-1);
        return new AffineMap(layer, operation.weight(), operation.bias(), rows, columns);
    }
}
