package io.penstock.ingest.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/** The columns of a file, in the order in which they are added. */
public final class Schema {
  private final List<SchemaElement> elements = new ArrayList<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final SchemaElement root = new SchemaElement("schema");

  public Schema() {
    elements.add(root);
  }

  /** Adds a column that has a value in every row. */
  public Leaf required(String name, ValueKind kind) {
    addChild(root);
    return leaf(List.of(name), kind, FieldRepetitionType.REQUIRED, 0, 0);
  }

  /** Adds a column that has a value or none. */
  public Leaf optional(String name, ValueKind kind) {
    addChild(root);
    return leaf(List.of(name), kind, FieldRepetitionType.OPTIONAL, 0, 1);
  }

  /** Adds a column that is a list, maybe an empty one, of structures with two fields. */
  public ListOfPairs pairs(
      String name, String required, ValueKind kind, String optional, ValueKind optionalKind) {
    addChild(root);
    group(name, FieldRepetitionType.REQUIRED, 1)
        .setConverted_type(ConvertedType.LIST)
        .setLogicalType(LogicalType.LIST(new ListType()));
    group("list", FieldRepetitionType.REPEATED, 1);
    group("element", FieldRepetitionType.REQUIRED, 2);
    List<String> parent = List.of(name, "list", "element");
    return new ListOfPairs(
        leaf(child(parent, required), kind, FieldRepetitionType.REQUIRED, 1, 1),
        leaf(child(parent, optional), optionalKind, FieldRepetitionType.OPTIONAL, 1, 2));
  }

  /** The columns of a list of pairs. */
  public record ListOfPairs(Leaf required, Leaf optional) {}

  List<SchemaElement> elements() {
    return elements;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  private Leaf leaf(
      List<String> path,
      ValueKind kind,
      FieldRepetitionType repetition,
      int repetitionMax,
      int definitionMax) {
    SchemaElement element = new SchemaElement(path.getLast()).setRepetition_type(repetition);
    kind.describe(element);
    elements.add(element);
    Leaf leaf = new Leaf(path, kind, repetitionMax, definitionMax);
    leaves.add(leaf);
    return leaf;
  }

  private SchemaElement group(String name, FieldRepetitionType repetition, int children) {
    SchemaElement element =
        new SchemaElement(name).setRepetition_type(repetition).setNum_children(children);
    elements.add(element);
    return element;
  }

  private static void addChild(SchemaElement parent) {
    parent.setNum_children(parent.getNum_children() + 1);
  }

  private static List<String> child(List<String> parent, String name) {
    List<String> path = new ArrayList<>(parent);
    path.add(name);
    return path;
  }
}
