# fish completion for snapup(8)
# What may come, snapup itself says: snapup --complete WORD... prints a candidate a line, with words on it behind a tab.

function __snapup_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (snapup --complete $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c snapup -f -a '(__snapup_complete)'
