package dev.phaseledger.policy.cel;

import com.google.common.base.Ascii;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The functions that the environment adds to those of CEL.
final class GovFunctions {

  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType BOOL = SimpleType.BOOL;
  private static final CelType TEXTS = ListType.create(TEXT);

  static final List<CelFunctionDecl> DECLARATIONS =
      List.of(
          CelFunctionDecl.newFunctionDeclaration(
              "within",
              CelOverloadDecl.newMemberOverload("paths_within", BOOL, TEXTS, TEXTS),
              CelOverloadDecl.newMemberOverload("path_within", BOOL, TEXT, TEXTS)),
          CelFunctionDecl.newFunctionDeclaration(
              "anyGlob",
              CelOverloadDecl.newMemberOverload("paths_any_glob", BOOL, TEXTS, TEXTS),
              CelOverloadDecl.newMemberOverload("path_any_glob", BOOL, TEXT, TEXTS)),
          CelFunctionDecl.newFunctionDeclaration(
              "glob", CelOverloadDecl.newMemberOverload("text_glob", BOOL, TEXT, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "traversalFree",
              CelOverloadDecl.newMemberOverload("paths_traversal_free", BOOL, TEXTS),
              CelOverloadDecl.newMemberOverload("path_traversal_free", BOOL, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "distinct", CelOverloadDecl.newMemberOverload("texts_distinct", TEXTS, TEXTS)),
          CelFunctionDecl.newFunctionDeclaration(
              "lowerAscii", CelOverloadDecl.newMemberOverload("text_lower_ascii", TEXT, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "upperAscii", CelOverloadDecl.newMemberOverload("text_upper_ascii", TEXT, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "trim", CelOverloadDecl.newMemberOverload("text_trim", TEXT, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "key", CelOverloadDecl.newGlobalOverload("texts_key", TEXT, TEXT, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "date", CelOverloadDecl.newGlobalOverload("text_date", SimpleType.TIMESTAMP, TEXT)),
          CelFunctionDecl.newFunctionDeclaration(
              "isoDate",
              CelOverloadDecl.newMemberOverload("timestamp_iso_date", TEXT, SimpleType.TIMESTAMP)));

  /// What expressions may call, with the macros and CEL's own functions that authors use.
  static final Set<String> NAMES =
      Stream.concat(
              DECLARATIONS.stream().map(CelFunctionDecl::name),
              Stream.of(
                  "all",
                  "exists",
                  "exists_one",
                  "count",
                  "sum",
                  "has",
                  "size",
                  "string",
                  "int",
                  "matches",
                  "contains",
                  "startsWith",
                  "endsWith",
                  "timestamp",
                  "duration",
                  "getHours",
                  "getMinutes",
                  "getDayOfWeek",
                  "getFullYear",
                  "orValue",
                  "hasValue"))
          .collect(Collectors.toCollection(TreeSet::new));

  private GovFunctions() {}

  /// The implementations, among them `matches` with patterns that are kept compiled.
  static List<CelFunctionBinding> bindings(Patterns patterns) {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "within",
            CelFunctionBinding.from(
                "paths_within",
                List.class,
                List.class,
                (paths, allowed) -> PathNames.within(texts(paths), texts(allowed))),
            CelFunctionBinding.from(
                "path_within",
                String.class,
                List.class,
                (path, allowed) -> PathNames.within(List.of(path), texts(allowed)))));
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "anyGlob",
            CelFunctionBinding.from(
                "paths_any_glob",
                List.class,
                List.class,
                (paths, globs) -> PathNames.anyGlob(texts(paths), texts(globs))),
            CelFunctionBinding.from(
                "path_any_glob",
                String.class,
                List.class,
                (path, globs) -> PathNames.anyGlob(List.of(path), texts(globs)))));
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "traversalFree",
            CelFunctionBinding.from(
                "paths_traversal_free", List.class, paths -> PathNames.traversalFree(texts(paths))),
            CelFunctionBinding.from(
                "path_traversal_free",
                String.class,
                path -> PathNames.traversalFree(List.of(path)))));
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "matches",
            CelFunctionBinding.from("matches", String.class, String.class, patterns::find),
            CelFunctionBinding.from("matches_string", String.class, String.class, patterns::find)));
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "contains",
            CelFunctionBinding.from(
                "contains_string", String.class, String.class, GovFunctions::contains)));
    bindings.addAll(onOneText());
    return bindings;
  }

  private static List<CelFunctionBinding> onOneText() {
    return List.of(
        CelFunctionBinding.from(
            "text_glob", String.class, String.class, (text, glob) -> PathNames.matches(glob, text)),
        CelFunctionBinding.from(
            "texts_distinct",
            List.class,
            list -> new ListView(List.copyOf(new LinkedHashSet<>(texts(list))))),
        CelFunctionBinding.from("text_lower_ascii", String.class, Ascii::toLowerCase),
        CelFunctionBinding.from("text_upper_ascii", String.class, Ascii::toUpperCase),
        CelFunctionBinding.from("text_trim", String.class, String::strip),
        // The one joining of texts that loops may do: its result cannot grow from turn to turn.
        CelFunctionBinding.from(
            "texts_key", String.class, String.class, (first, second) -> first + '/' + second),
        CelFunctionBinding.from("text_date", String.class, GovFunctions::startOfDay),
        CelFunctionBinding.from(
            "timestamp_iso_date",
            Instant.class,
            time -> LocalDate.ofInstant(time, ZoneOffset.UTC).toString()));
  }

  /// As CEL's own; that one cannot be stopped.
  private static boolean contains(String text, String part) {
    Steps.spend((text.length() + 1L) * Math.min(part.length() + 1L, text.length() + 1L));
    return text.contains(part);
  }

  private static Instant startOfDay(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw InputErrors.unusable("not a date such as 2026-03-02: " + text);
    }
  }

  /// The checker has proved that the elements are texts.
  @SuppressWarnings("unchecked")
  private static List<String> texts(List<?> list) {
    return (List<String>) list;
  }
}
