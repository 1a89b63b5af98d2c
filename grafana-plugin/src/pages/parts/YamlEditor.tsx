import { CodeEditor, CodeEditorSuggestionItem, CodeEditorSuggestionItemKind, monacoTypes } from '@grafana/ui';
import { useEffect, useRef } from 'react';
import { placeIn, Schema, wordsAt } from './completion';

interface Props {
  /** How the editor is called, for readers of screens. */
  label: string;
  text: string;
  height: number;
  schema: Schema | undefined;
  onChange: (text: string) => void;
}

/** YAML with line numbers; Ctrl+Space completes what may stand where the cursor is. */
export function YamlEditor({ label, text, height, schema, onChange }: Props) {
  const editor = useRef<monacoTypes.editor.IStandaloneCodeEditor>();
  // The editor asks long after it was made, so it finds the newest schema here.
  const known = useRef(schema);
  useEffect(() => {
    known.current = schema;
  }, [schema]);
  return (
    <CodeEditor
      value={text}
      language="yaml"
      height={height}
      showLineNumbers
      showMiniMap={false}
      monacoOptions={{ ariaLabel: label }}
      onChange={onChange}
      onEditorDidMount={(mounted) => (editor.current = mounted)}
      getSuggestions={() => suggestionsIn(textBefore(editor.current), known.current)}
    />
  );
}

function textBefore(editor: monacoTypes.editor.IStandaloneCodeEditor | undefined): string {
  const position = editor?.getPosition();
  const range = position && { startLineNumber: 1, startColumn: 1, endLineNumber: position.lineNumber, endColumn: position.column };
  return (range && editor?.getModel()?.getValueInRange(range)) ?? '';
}

function suggestionsIn(text: string, schema: Schema | undefined): CodeEditorSuggestionItem[] {
  const place = placeIn(text);
  const isKey = place.value === undefined;
  return wordsAt(schema, place).map(({ name, help }) => ({
    label: name,
    kind: isKey ? CodeEditorSuggestionItemKind.Property : CodeEditorSuggestionItemKind.Constant,
    detail: help,
    insertText: isKey ? `${name}: ` : name,
  }));
}
