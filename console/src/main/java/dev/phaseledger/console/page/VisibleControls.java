package dev.phaseledger.console.page;

import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IText;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/// Writes control characters in the text of pages as what they are. Callers' texts may hold ones
/// that turn the direction of what follows, so that a reader approves something else than is there.
/// What a form would send back is left as it is.
@Component
public final class VisibleControls extends AbstractDialect implements IPostProcessorDialect {

  private static final int PRECEDENCE = 1_000;

  public VisibleControls() {
    super("visible controls");
  }

  @Override
  public int getDialectPostProcessorPrecedence() {
    return PRECEDENCE;
  }

  @Override
  public Set<IPostProcessor> getPostProcessors() {
    return Set.of(new PostProcessor(TemplateMode.HTML, Rewriting.class, PRECEDENCE));
  }

  /// The text with each hidden control character written as its code.
  static String visible(CharSequence text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHidden(c)) {
        shown.append(String.format(Locale.ROOT, "[U+%04X]", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean isHidden(char c) {
    boolean turns =
        (c >= '\u202a' && c <= '\u202e')
            || (c >= '\u2066' && c <= '\u2069')
            || c == '\u200e'
            || c == '\u200f'
            || c == '\u061c';
    boolean lays = c == '\n' || c == '\r' || c == '\t';
    return turns || (Character.isISOControl(c) && !lays);
  }

  /// What the template engine makes for each page.
  public static final class Rewriting extends AbstractTemplateHandler {

    private static final String FIELD = "textarea";

    private boolean inField;

    public Rewriting() {}

    @Override
    public void setContext(ITemplateContext context) {
      inField = false;
      super.setContext(context);
    }

    @Override
    public void handleOpenElement(IOpenElementTag tag) {
      inField |= tag.getElementCompleteName().equals(FIELD);
      super.handleOpenElement(tag);
    }

    @Override
    public void handleCloseElement(ICloseElementTag tag) {
      inField &= !tag.getElementCompleteName().equals(FIELD);
      super.handleCloseElement(tag);
    }

    @Override
    public void handleText(IText text) {
      String content = text.getText();
      boolean hidden = !inField && content.chars().anyMatch(c -> isHidden((char) c));
      super.handleText(hidden ? getContext().getModelFactory().createText(visible(content)) : text);
    }
  }
}
