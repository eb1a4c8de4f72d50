package dev.phaseledger.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortedMembersTest {

  @ParameterizedTest(name = "{0} members")
  @ValueSource(ints = {0, 1, 2, 8, 9, 63, 64, 65, 66, 500})
  void isTheSameMapAsATreeWhateverTheOrderItWasFilledIn(int count) {
    var random = new Random(count);
    for (int round = 0; round < 20; round++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add(Integer.toString(random.nextInt(3 * count), 36));
      }
      if (round == 0) {
        Collections.sort(names);
      } else if (round == 1) {
        names.sort(Comparator.reverseOrder());
      }
      var expected = new TreeMap<String, JsonValue>();
      var collector = new SortedMembers.Collector();
      for (int i = 0; i < count; i++) {
        assertThat(collector.holds(names.get(i))).isEqualTo(expected.containsKey(names.get(i)));
        expected.put(names.get(i), JsonValue.Num.of(i));
        collector.put(names.get(i), JsonValue.Num.of(i));
      }
      SortedMembers members = collector.members();

      assertThat(members).isEqualTo(expected).hasSize(expected.size());
      assertThat(List.copyOf(members.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
      assertThat(members.keySet()).containsExactlyElementsOf(expected.keySet());
      expected.forEach((name, value) -> assertThat(members).containsEntry(name, value));
      assertThat(members).doesNotContainKey("no such name");
      assertThat(SortedMembers.of(expected)).isEqualTo(members);
      assertThat(SortedMembers.of(members)).isSameAs(members);
      assertThat(members.tailMap("g")).isEqualTo(expected.tailMap("g"));
      assertThat(members.headMap("g")).isEqualTo(expected.headMap("g"));
      assertThat(members.subMap("1", "g")).isEqualTo(expected.subMap("1", "g"));
      if (expected.isEmpty()) {
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(members::firstKey);
      } else {
        assertThat(members.firstKey()).isEqualTo(expected.firstKey());
        assertThat(members.lastKey()).isEqualTo(expected.lastKey());
      }
    }
  }
}
